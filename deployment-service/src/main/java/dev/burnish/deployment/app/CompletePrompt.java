package dev.burnish.deployment.app;

import dev.burnish.deployment.domain.AdapterFolders;
import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.ContextLengthException;
import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.LanguageModels;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.QueueFullException;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.deployment.domain.ToolOffer;
import dev.burnish.llm.text.ToolCallFormat;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one way to an answer, for users' requests and for the probe of a deployment alike. */
@Singleton
public class CompletePrompt {
    private final LanguageModels models;
    private final AdapterFolders folders;
    private final FairQueue queue;

    public CompletePrompt(LanguageModels models, AdapterFolders folders, FairQueue queue) {
        this.models = models;
        this.folders = folders;
        this.queue = queue;
    }

    /** Encodes the prompt, fetches the adapter and queues the sequences; does not wait for them. The caller closes what it gets. */
    public Answers complete(CompletionOrder order) throws ServingException, ContextLengthException, QueueFullException {
        String baseModel = order.model().baseModel();
        Optional<ToolOffer> tools = tools(baseModel, order.prompt());
        int[] prompt = models.encode(baseModel, order.prompt());
        int maxTokens = maxTokens(order, prompt.length, models.contextLength(baseModel));
        GenerationRequest request = new GenerationRequest(
                order.tenant(), baseModel, adapter(order.model()), prompt, maxTokens, order.decoding(), tools);
        return Answers.enqueue(request, order.choices(), queue);
    }

    private Optional<ToolOffer> tools(String baseModel, PromptText prompt) throws ServingException {
        if (!(prompt instanceof PromptText.Chat chat) || !chat.usesTools()) {
            return Optional.empty();
        }
        ToolCallFormat format = models.toolCallFormat(baseModel)
                .orElseThrow(() -> new ServingException(
                        Reason.TOOLS_UNSUPPORTED,
                        "Base model %s cannot use tools here: its chat template writes no calls as Hermes, Qwen or Llama 3.1 do. Leave tools out, or use a model of one of these families."
                                .formatted(baseModel)));
        if (chat.tools().isEmpty()) {
            return Optional.empty();
        }
        List<String> names = chat.tools().stream().map(CompletePrompt::name).toList();
        return Optional.of(new ToolOffer(format, names, chat.severalCalls()));
    }

    private static String name(Map<String, Object> tool) {
        return tool.get("function") instanceof Map<?, ?> function ? String.valueOf(function.get("name")) : "";
    }

    private static int maxTokens(CompletionOrder order, int promptTokens, int contextLength)
            throws ContextLengthException {
        int room = contextLength - promptTokens;
        if (room < 1) {
            throw ContextLengthException.prompt(contextLength, promptTokens);
        }
        int maxTokens = order.maxTokens().orElse(room);
        if (maxTokens > room) {
            throw ContextLengthException.limit(contextLength, promptTokens, maxTokens);
        }
        return maxTokens;
    }

    private Optional<Path> adapter(ServedModel model) throws ServingException {
        return switch (model) {
            case ServedModel.Base base -> Optional.empty();
            case ServedModel.Hosted hosted ->
                throw new IllegalArgumentException(hosted.name() + " is asked at its provider");
            case ServedModel.Tuned tuned -> Optional.of(folders.fetch(tuned.adapter()));
        };
    }
}
