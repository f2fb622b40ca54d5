package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.CatalogException;
import dev.burnish.deployment.domain.CatalogException.Reason;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.TextModelException;
import dev.burnish.llm.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/** The checks of what turns conversations into tokens. */
final class ChatFormat {
    private static final ChatMessage RULE = ChatMessage.system("Answer in one word.");
    private static final ChatMessage QUESTION = ChatMessage.user("Which colour has the sky?");
    private static final ChatMessage ANSWER = ChatMessage.assistant("Blue.");

    private ChatFormat() {}

    /**
     * @param vocabularySize rows of the embedding
     * @return tokens of a conversation up to where the model goes on, every one below {@code vocabularySize}
     */
    static int[] check(Path folder, int vocabularySize) throws CatalogException {
        requireFit(folder, vocabularySize);
        try (TextModel text = TextModel.load(folder)) {
            for (int stop : text.stopTokens()) {
                if (stop < 0 || stop >= vocabularySize) {
                    throw invalid(
                            "eos_token_id: %d is no token of a vocabulary of %d. Correct it in config.json or generation_config.json."
                                    .formatted(stop, vocabularySize));
                }
            }
            requireConversation(text);
            int[] prompt = text.prompt(List.of(RULE, QUESTION));
            if (prompt.length == 0) {
                throw invalid("The chat template makes no token of a conversation.");
            }
            return prompt;
        } catch (TextModelException e) {
            throw new CatalogException(Reason.CHAT_FORMAT_INVALID, e.getMessage() + ". Correct the file.", e);
        } catch (ChatTemplateException e) {
            throw new CatalogException(
                    Reason.CHAT_FORMAT_INVALID,
                    "The chat template cannot be used for a conversation of system, user and assistant: %s. Take a template that accepts one."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    // Native code reports a broken file by exceptions of its own.
    private static void requireFit(Path folder, int vocabularySize) throws CatalogException {
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            if (tokenizer.vocabularySize() > vocabularySize) {
                throw new CatalogException(
                        Reason.TOKENIZER_INVALID,
                        "tokenizer.json: has token ids up to %d, but the embedding has vocab_size %d rows. Take the tokenizer that belongs to the weights."
                                .formatted(tokenizer.vocabularySize() - 1, vocabularySize));
            }
        } catch (TextModelException e) {
            throw new CatalogException(Reason.TOKENIZER_INVALID, e.getMessage() + ". Download the file again.", e);
        } catch (RuntimeException e) {
            throw new CatalogException(
                    Reason.TOKENIZER_INVALID,
                    "tokenizer.json: is no tokenizer that can be read: %s. Download the file again."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** Training learns what follows the prompt in the whole conversation: both have to begin the same way, and nothing may be left out. */
    private static void requireConversation(TextModel text) throws CatalogException, ChatTemplateException {
        String prompt = text.template().render(List.of(RULE, QUESTION), true);
        String whole = text.template().render(List.of(RULE, QUESTION, ANSWER), false);
        for (ChatMessage message : List.of(RULE, QUESTION, ANSWER)) {
            if (!whole.contains(message.content())) {
                throw invalid("The chat template leaves out what the %s says. Take a template that renders every role."
                        .formatted(message.role()));
            }
        }
        if (!whole.startsWith(prompt)) {
            throw invalid(
                    "The chat template's generation prompt is not how the answer begins in a whole conversation: prompt '%s', conversation '%s'. Take a template whose add_generation_prompt writes what stands before an assistant's message."
                            .formatted(prompt, whole));
        }
    }

    private static CatalogException invalid(String problem) {
        return new CatalogException(Reason.CHAT_FORMAT_INVALID, problem);
    }
}
