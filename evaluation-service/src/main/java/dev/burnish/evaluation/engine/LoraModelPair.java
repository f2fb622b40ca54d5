package dev.burnish.evaluation.engine;

import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.LossSums;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.PreferenceSums;
import dev.burnish.evaluation.domain.Question;
import dev.burnish.llm.generation.Generation;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.generation.SamplingSettings;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.training.LossReport;
import dev.burnish.llm.training.Losses;
import dev.burnish.llm.training.PreferenceLossReport;
import dev.burnish.llm.training.ReferencedPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An adapter over a base model that others may use after it. */
final class LoraModelPair implements ModelPair {
    private final DeviceEngine engine;
    private final LoadedModel base;
    private final LoraAdapter adapter;
    private final Generator generator;
    private final ValidationSet validation;
    private final double beta;
    private final Map<Integer, ReferencedPair> referenced = new HashMap<>();

    /** @param beta of the preference loss */
    LoraModelPair(DeviceEngine engine, LoadedModel base, LoraAdapter adapter, ValidationSet validation, double beta) {
        this.engine = engine;
        this.base = base;
        this.adapter = adapter;
        this.generator = new Generator(base.weights());
        this.validation = validation;
        this.beta = beta;
    }

    @Override
    public List<ChatExample> examples() {
        return validation.examples();
    }

    @Override
    public int pairs() {
        return validation.pairs().size();
    }

    @Override
    public PreferenceSums preferences(Side side, int from, int to) throws EvaluationFailedException {
        PreferenceLossReport report = engine.compute(() -> Losses.evaluate(
                base.weights(),
                adapter(side),
                beta,
                IntStream.range(from, to).mapToObj(this::referenced).toList()));
        return new PreferenceSums(report.loss(), report.pairs(), report.ranked());
    }

    private ReferencedPair referenced(int place) {
        return referenced.computeIfAbsent(
                place, _ -> ReferencedPair.of(base.weights(), validation.pairs().get(place)));
    }

    @Override
    public LossSums loss(Side side, int from, int to) throws EvaluationFailedException {
        LossReport report = engine.compute(() -> Losses.evaluate(
                base.weights(), adapter(side), validation.encoded().subList(from, to)));
        return new LossSums(report.negativeLogLikelihood(), report.learnedTokens());
    }

    @Override
    public int tokens(String text) {
        return base.text().tokenizer().encode(text).length;
    }

    @Override
    public String expected(Question question) throws EvaluationFailedException {
        if (question.expected().toolCalls().isEmpty()) {
            return question.expected().content();
        }
        List<ChatMessage> messages = new ArrayList<>(question.messages());
        messages.add(question.expected());
        return rendered(() -> base.text().answer(new ChatExample(messages, question.tools(), 1)));
    }

    @Override
    public String answer(Side side, Question question, int maxTokens) throws EvaluationFailedException {
        int[] prompt = rendered(() -> base.text().prompt(question.messages(), question.tools()));
        if (prompt.length >= base.text().maxPositions()) {
            return "";
        }
        SamplingSettings greedy = SamplingSettings.greedy(maxTokens, base.text().stopTokens());
        Generation answer = engine.compute(() -> generator.generate(prompt, adapter(side), greedy, _ -> true));
        return base.text().tokenizer().decode(answer.tokens());
    }

    private interface Rendering<T> {
        T render() throws ChatTemplateException;
    }

    private static <T> T rendered(Rendering<T> rendering) throws EvaluationFailedException {
        try {
            return rendering.render();
        } catch (ChatTemplateException e) {
            throw new EvaluationFailedException(
                    Reason.INVALID_DATASET, "The chat template refuses a prompt: " + e.getMessage() + ".", e);
        }
    }

    private @Nullable LoraAdapter adapter(Side side) {
        return side == Side.TUNED ? adapter : null;
    }

    @Override
    public void close() {
        engine.free(adapter::close);
    }
}
