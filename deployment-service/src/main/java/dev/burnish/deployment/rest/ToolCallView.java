package dev.burnish.deployment.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool in OpenAI's words.
 *
 * @param index of the call in a stream; absent in a whole message
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ToolCallView(@Nullable Integer index, String id, String type, Function function) {
    private static final String FUNCTION = "function";

    /** @param arguments a JSON object as text */
    record Function(String name, String arguments) {}

    static List<ToolCallView> whole(List<ToolCall> calls) {
        return calls.stream().map(call -> of(null, call)).toList();
    }

    static List<ToolCallView> streamed(List<ToolCall> calls) {
        return IntStream.range(0, calls.size())
                .mapToObj(index -> of(index, calls.get(index)))
                .toList();
    }

    private static ToolCallView of(@Nullable Integer index, ToolCall call) {
        return new ToolCallView(index, call.id(), FUNCTION, new Function(call.name(), call.arguments()));
    }
}
