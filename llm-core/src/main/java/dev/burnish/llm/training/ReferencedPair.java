package dev.burnish.llm.training;

import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.PreferenceBatch;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pair and what the reference model makes of it.
 *
 * @param preferredReference log probability of the preferred answer's learned tokens under the reference, in nats
 * @param otherReference the same of the other answer
 */
public record ReferencedPair(PreferencePair pair, double preferredReference, double otherReference) {

    /** The pair as the model without an adapter reads it; on the engine's thread. */
    public static ReferencedPair of(BaseModel model, PreferencePair pair) {
        return new ReferencedPair(
                pair,
                Losses.logProbability(model, null, pair.preferred()),
                Losses.logProbability(model, null, pair.other()));
    }

    int tokens() {
        return pair.tokens();
    }

    /** Pairs that run together, up to that many tokens; a longer pair runs alone. */
    static List<List<ReferencedPair>> pack(List<ReferencedPair> pairs, int maxTokens) {
        List<ReferencedPair> sorted = pairs.stream()
                .sorted(Comparator.comparingInt(ReferencedPair::tokens).reversed())
                .toList();
        return MicroBatch.bestFit(sorted, ReferencedPair::tokens, maxTokens);
    }

    static PreferenceBatch batch(List<ReferencedPair> pairs) {
        List<EncodedExample> sequences = pairs.stream()
                .flatMap(pair -> Stream.of(pair.pair().preferred(), pair.pair().other()))
                .toList();
        double[] reference = pairs.stream()
                .flatMap(pair -> Stream.of(pair.preferredReference(), pair.otherReference()))
                .mapToDouble(Double::doubleValue)
                .toArray();
        return new PreferenceBatch(MicroBatch.of(sequences), reference);
    }
}
