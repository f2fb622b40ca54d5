package dev.burnish.llm.kernel;

import java.util.Arrays;

/**
 * What a model makes of each learned token of a batch, in the order of its rows.
 *
 * @param losses negative log likelihoods in nats
 * @param correct 1 where the token had the highest logit, else 0
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenLosses(double[] losses, long[] correct) {

    public LossSums sums() {
        return new LossSums(Arrays.stream(losses).sum(), Arrays.stream(correct).sum());
    }
}
