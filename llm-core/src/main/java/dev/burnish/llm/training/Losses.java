package dev.burnish.llm.training;

import dev.burnish.llm.kernel.LossSums;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loss of a model on examples, without training on them. */
public final class Losses {

    private static final int MICRO_BATCH_TOKENS = 4096;

    private Losses() {}

    /** @param adapter null for the base model alone */
    public static LossReport evaluate(BaseModel model, @Nullable LoraAdapter adapter, List<EncodedExample> examples) {
        LossSums sums = LossSums.ZERO;
        for (MicroBatch batch : MicroBatch.pack(examples, MICRO_BATCH_TOKENS)) {
            sums = sums.plus(evaluate(model, adapter, batch));
        }
        long learned =
                examples.stream().mapToLong(EncodedExample::learnedTokens).sum();
        return new LossReport(sums.loss(), learned, sums.correct());
    }

    /**
     * The preference loss of pairs, as {@link PreferenceTraining} has it.
     *
     * @param adapter null for the base model alone
     * @param beta as in training
     */
    public static PreferenceLossReport evaluate(
            BaseModel model, @Nullable LoraAdapter adapter, double beta, List<ReferencedPair> pairs) {
        PreferenceLossReport sums = PreferenceLossReport.ZERO;
        for (ReferencedPair pair : pairs) {
            double preferred = logProbability(model, adapter, pair.pair().preferred());
            double other = logProbability(model, adapter, pair.pair().other());
            sums = sums.plus(PreferenceLossReport.of(pair, beta, preferred, other));
        }
        return sums;
    }

    /** The log probability of the learned tokens of an example, in nats. */
    static double logProbability(BaseModel model, @Nullable LoraAdapter adapter, EncodedExample example) {
        return -evaluate(model, adapter, MicroBatch.of(List.of(example))).loss();
    }

    private static LossSums evaluate(BaseModel model, @Nullable LoraAdapter adapter, MicroBatch batch) {
        return new TrainingKernels()
                .evaluate(model.weights(), LoraAdapter.arrays(adapter, model), batch)
                .sums();
    }
}
