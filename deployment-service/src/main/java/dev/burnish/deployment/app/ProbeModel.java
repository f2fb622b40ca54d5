package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.ContextLengthException;
import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.llm.text.ChatMessage;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;

/** Asks a model a short question on the path that users' requests take. */
@Singleton
public class ProbeModel {
    private static final int PROBE_TOKENS = 8;
    private static final PromptText QUESTION = new PromptText.Chat(List.of(ChatMessage.user("Hello")));

    private final CompletePrompt completePrompt;

    public ProbeModel(CompletePrompt completePrompt) {
        this.completePrompt = completePrompt;
    }

    /**
     * Returns once the model has answered with at least one token.
     *
     * @param tenant on whose turn
     * @throws ServingException when it cannot be fetched or loaded, or does not answer
     */
    public void probe(String tenant, ServedModel model)
            throws ServingException, QueueFullException, InterruptedException {
        CompletionOrder order =
                new CompletionOrder(tenant, model, QUESTION, 1, OptionalInt.of(PROBE_TOKENS), Decoding.GREEDY);
        try (Answers answers = completePrompt.complete(order)) {
            if (tokens(answers) == 0) {
                throw new ServingException(
                        Reason.PROBE_UNANSWERED, "The model generated no token for the probe \"Hello\".");
            }
        } catch (ContextLengthException e) {
            throw new ServingException(Reason.BASE_MODEL_UNUSABLE, e.getMessage(), e);
        }
    }

    private static int tokens(Answers answers) throws ServingException, InterruptedException {
        while (true) {
            switch (answers.next()) {
                case GenerationEvent.Started started -> {}
                case GenerationEvent.Text text -> {}
                case GenerationEvent.Called called -> {}
                case GenerationEvent.Finished finished -> {
                    return finished.tokens();
                }
                case GenerationEvent.Failed failed -> throw failed.failure();
            }
        }
    }
}
