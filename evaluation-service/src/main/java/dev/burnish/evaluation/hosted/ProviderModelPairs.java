package dev.burnish.evaluation.hosted;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.HostedModelPairs;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.kit.models.BackendUnreadableException;
import dev.burnish.kit.models.ProviderCalls;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExampleException;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.PreferenceExample;
import dev.burnish.llm.text.PreferenceExamples;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pairs that are asked over the providers' chat completions. */
@ApplicationScoped
public class ProviderModelPairs implements HostedModelPairs {
    private final ProviderCalls providers;

    public ProviderModelPairs(ProviderCalls providers) {
        this.providers = providers;
    }

    @Override
    public ModelPair open(FineTuningJob job, String hostedModel, Path validationSet)
            throws EvaluationFailedException, IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(validationSet))) {
            List<ChatExample> examples = switch (job.method()) {
                case SUPERVISED -> ChatExamples.read(content);
                case DPO ->
                    PreferenceExamples.read(content).stream()
                            .map(PreferenceExample::preferredExample)
                            .toList();
            };
            List<ChatExample> learned = examples.stream()
                    .filter(example -> example.messages().stream().anyMatch(ChatMessage::learned))
                    .toList();
            ProviderChat chat = new ProviderChat(providers, job.baseModel());
            return new ProviderModelPair(chat, providers.providerModel(job.baseModel()), hostedModel, learned);
        } catch (ChatExampleException e) {
            throw new EvaluationFailedException(
                    Reason.INVALID_DATASET, "The validation set cannot be used: " + e.getMessage() + ".", e);
        } catch (BackendUnreadableException e) {
            throw new EvaluationFailedException(
                    Reason.MODEL_UNREADABLE,
                    "The base model " + job.baseModel() + " cannot be used: " + e.reason() + ".",
                    e);
        }
    }
}
