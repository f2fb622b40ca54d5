package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import dev.burnish.llm.text.ToolCallFormat;
import java.util.List;

/**
 * The tools that an answer may call.
 *
 * @param format how the model writes a call
 * @param names of the tools
 * @param several whether it may make several calls at once
 */
public record ToolOffer(ToolCallFormat format, List<String> names, boolean several) {
    public ToolOffer {
        requireNonNull(format, "format");
        names = List.copyOf(names);
    }
}
