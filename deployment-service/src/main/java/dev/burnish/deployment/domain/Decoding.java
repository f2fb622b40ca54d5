package dev.burnish.deployment.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;

/**
 * How an answer is made.
 *
 * @param stops texts that end an answer and are not part of it
 * @param likeliest of how many of the most likely tokens the log probability is told with each token's own; empty to tell none
 */
public record Decoding(Sampling sampling, List<String> stops, OptionalInt likeliest) {
    /** The most probable tokens up to the end of the model's turn. */
    public static final Decoding GREEDY = new Decoding(Sampling.GREEDY, List.of(), OptionalInt.empty());

    public Decoding {
        requireNonNull(sampling, "sampling");
        stops = List.copyOf(stops);
        requireNonNull(likeliest, "likeliest");
    }

    /** The same, with a seed of its own for one of several answers. */
    Decoding forChoice(int choice) {
        return new Decoding(sampling.forChoice(choice), stops, likeliest);
    }
}
