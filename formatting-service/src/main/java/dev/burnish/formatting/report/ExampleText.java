package dev.burnish.formatting.report;

import dev.burnish.formatting.domain.Row;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An example as text.
 *
 * @param system what stands in its system messages, which examples often share
 * @param prompt the messages before the answer, without those
 * @param answer the last message, of a pair the preferred one; calls of tools are written as {@code name(arguments)}
 * @param other the answer of a pair that is not preferred; "" where there is none
 */
record ExampleText(String system, String prompt, String answer, String other) {

    static ExampleText of(Row row) {
        return switch (row) {
            case Row.Conversation(ChatExample example) ->
                of(
                        example.messages().subList(0, example.messages().size() - 1),
                        text(example.messages().getLast()),
                        "");
            case Row.Preference preference ->
                of(
                        preference.pair().input(),
                        text(preference.pair().preferred()),
                        text(preference.pair().other()));
        };
    }

    /** One number for what is asked: of a pair, which of its two answers is better; so that pairs of other answers to the same prompt ask something else. */
    long question() {
        long asked = Words.hashOfText(system + "\n" + prompt);
        return other.isEmpty() ? asked : Words.mix(asked + Words.hashOfText(answer) + Words.hashOfText(other));
    }

    private static ExampleText of(List<ChatMessage> before, String answer, String other) {
        return new ExampleText(joined(before, true), joined(before, false), answer, other);
    }

    private static String joined(List<ChatMessage> messages, boolean system) {
        return messages.stream()
                .filter(message -> message.role().equals(ChatMessage.SYSTEM) == system)
                .map(ExampleText::text)
                .collect(Collectors.joining("\n"));
    }

    private static String text(ChatMessage message) {
        if (message.toolCalls().isEmpty()) {
            return message.content();
        }
        return message.content()
                + message.toolCalls().stream()
                        .map(call -> call.name() + "(" + call.arguments() + ")")
                        .collect(Collectors.joining("\n"));
    }
}
