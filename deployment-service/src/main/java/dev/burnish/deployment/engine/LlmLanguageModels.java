package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.Sampling;
import dev.burnish.deployment.domain.Sequence;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.deployment.engine.ResidentWeights.Loaded;
import dev.burnish.llm.generation.Generation;
import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.generation.Penalties;
import dev.burnish.llm.generation.SamplingSettings;
import dev.burnish.llm.generation.Truncation;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.TokenStream;
import jakarta.inject.Singleton;
import java.util.Set;

/** Language models through llm-core, one sequence at a time. */
@Singleton
public class LlmLanguageModels implements LanguageModels {
    private final ModelFolders folders;
    private final DeviceEngine engine;
    private final ResidentWeights weights;
    private final int longestContext;

    public LlmLanguageModels(ModelFolders folders, DeviceEngine engine, EngineSettings settings) {
        this.folders = folders;
        this.engine = engine;
        this.weights = new ResidentWeights(engine.precision(), settings.adaptersInMemory());
        this.longestContext = settings.contextLength();
    }

    @Override
    public int[] encode(String baseModel, PromptText prompt) throws ServingException {
        TextModel text = folders.open(baseModel).text();
        try {
            return switch (prompt) {
                case PromptText.Chat chat -> text.prompt(chat.messages());
                case PromptText.Raw raw -> text.tokenizer().encode(raw.text());
            };
        } catch (ChatTemplateException | IllegalArgumentException e) {
            throw new ServingException(
                    Reason.PROMPT_REFUSED, "The prompt cannot be used: %s.".formatted(e.getMessage()), e);
        }
    }

    @Override
    public int contextLength(String baseModel) throws ServingException {
        return Math.min(longestContext, folders.open(baseModel).text().maxPositions());
    }

    @Override
    public void generate(Sequence sequence) throws ServingException {
        ModelFolder folder = folders.open(sequence.request().baseModel());
        engine.run(() -> generate(sequence, folder));
    }

    private void generate(Sequence sequence, ModelFolder folder) throws ServingException {
        GenerationRequest request = sequence.request();
        Loaded loaded = weights.load(folder.path(), request);
        requireTokens(
                request.sampling().logitBias().keySet(), loaded.base().config().vocabularySize());
        sequence.start();
        TokenStream text = new TokenStream(folder.text().tokenizer());
        Generation generation = new Generator(loaded.base())
                .generate(
                        request.prompt(),
                        loaded.adapter(),
                        settings(request, folder.text().stopTokens()),
                        token -> sequence.accept(text.add(token)));
        if (generation.finishReason() == FinishReason.STOP) {
            sequence.accept("");
        }
        sequence.finish(text.finish(), generation.finishReason() == FinishReason.LENGTH ? Finish.LENGTH : Finish.STOP);
    }

    @Override
    public void forget(String baseModel) throws ServingException {
        folders.forget(baseModel);
        engine.run(() -> weights.forget(baseModel));
    }

    /** A nucleus of no probability holds the most probable token alone. */
    private static SamplingSettings settings(GenerationRequest request, Set<Integer> stopTokens) {
        Sampling sampling = request.sampling();
        boolean greedy = sampling.topP() == 0;
        return new SamplingSettings(
                greedy ? 0 : sampling.temperature(),
                greedy ? Truncation.NONE : new Truncation(0, sampling.topP(), 0),
                new Penalties(1, sampling.presencePenalty(), sampling.frequencyPenalty(), sampling.logitBias()),
                request.maxTokens(),
                sampling.seed(),
                stopTokens,
                SamplingSettings.NO_LOGPROBS);
    }

    private static void requireTokens(Set<Integer> tokens, int vocabulary) throws ServingException {
        for (int token : tokens) {
            if (token >= vocabulary) {
                throw new ServingException(
                        Reason.PROMPT_REFUSED,
                        "'logit_bias' names token %d, but the model has the tokens 0 to %d."
                                .formatted(token, vocabulary - 1));
            }
        }
    }
}
