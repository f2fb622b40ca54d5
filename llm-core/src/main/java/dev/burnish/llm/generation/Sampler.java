package dev.burnish.llm.generation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Chooses the tokens of one sequence; the same seed gives the same draws from the same logits. */
final class Sampler {

    /** What {@link #choose} answers when the candidates it was given do not decide. */
    static final int UNDECIDED = -1;

    private final SamplingSettings settings;
    private final SplittableRandom random;
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final Set<Integer> seen = new HashSet<>();

    Sampler(SamplingSettings settings, int[] prompt) {
        this.settings = settings;
        random = new SplittableRandom(settings.seed());
        if (settings.penalties().repetition() != 1) {
            for (int token : prompt) {
                seen.add(token);
            }
        }
    }

    SamplingSettings settings() {
        return settings;
    }

    boolean greedy() {
        return settings.temperature() == 0;
    }

    /** Adds the changes of logits that this sequence wants for its next token, at that row. */
    void penalise(int row, LogitChanges changes) {
        Penalties penalties = settings.penalties();
        Set<Integer> tokens = new HashSet<>(penalties.bias().keySet());
        if (penalties.repetition() != 1) {
            tokens.addAll(seen);
        }
        if (penalties.presence() != 0 || penalties.frequency() != 0) {
            tokens.addAll(counts.keySet());
        }
        for (int token : tokens) {
            int count = counts.getOrDefault(token, 0);
            double amount = (count > 0 ? penalties.presence() : 0)
                    + count * penalties.frequency()
                    - penalties.bias().getOrDefault(token, 0.0);
            changes.add(row, token, seen.contains(token) ? penalties.repetition() : 1, amount);
        }
    }

    /** A number in [0, 1) that decides the next draw. */
    double draw() {
        return greedy() ? 0 : random.nextDouble();
    }

    /**
     * The token at the place {@code draw} of the distribution, in which the most likely token is first.
     *
     * @return {@link #UNDECIDED} if that depends on tokens beyond the candidates
     */
    int choose(Candidates candidates, double draw) {
        if (greedy()) {
            return candidates.token(0);
        }
        Truncation truncation = settings.truncation();
        int vocabulary = candidates.vocabulary();
        int most = truncation.topK() == 0 ? vocabulary : Math.min(truncation.topK(), vocabulary);
        if (most > candidates.size() && most < vocabulary) {
            return UNDECIDED;
        }
        double wanted = truncation.topP() * (most == vocabulary ? 1 : candidates.sum(most));
        double least = truncation.minP() * candidates.probability(0);
        int count = 1;
        double sum = candidates.probability(0);
        while (count < Math.min(most, candidates.size()) && sum < wanted && candidates.probability(count) >= least) {
            sum += candidates.probability(count++);
        }
        boolean more = count == candidates.size() && count < most && sum < wanted;
        if (!more) {
            return candidates.at(draw * sum, count).orElse(candidates.token(count - 1));
        }
        boolean all = truncation.topP() == 1 && truncation.minP() == 0;
        return all ? candidates.at(draw, count).orElse(UNDECIDED) : UNDECIDED;
    }

    /** Notes that this token came. */
    void took(int token) {
        counts.merge(token, 1, Integer::sum);
        seen.add(token);
    }
}
