package dev.burnish.llm.training;

/**
 * Preference loss of a model on pairs, as sums, so that reports of parts add up.
 *
 * @param loss summed over the pairs, in nats: −log σ(β · margin), where the margin is how much more the model prefers the preferred answer
 *     than the reference does (Rafailov et al., "Direct Preference Optimization", 2023, equation 7)
 * @param pairs how many there were
 * @param improved pairs whose margin is positive
 * @param ranked pairs whose preferred answer has the higher log probability, whatever the reference makes of them
 */
public record PreferenceLossReport(double loss, long pairs, long improved, long ranked) {

    public static final PreferenceLossReport ZERO = new PreferenceLossReport(0, 0, 0, 0);

    /** Of one pair, from the log probabilities of its answers. */
    static PreferenceLossReport of(ReferencedPair pair, double beta, double preferred, double other) {
        double margin = (preferred - pair.preferredReference()) - (other - pair.otherReference());
        return new PreferenceLossReport(softplus(-beta * margin), 1, margin > 0 ? 1 : 0, preferred > other ? 1 : 0);
    }

    /** log(1 + eˣ), without overflow. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    public PreferenceLossReport plus(PreferenceLossReport other) {
        return new PreferenceLossReport(
                loss + other.loss, pairs + other.pairs, improved + other.improved, ranked + other.ranked);
    }

    /** Nats per pair; NaN without any. */
    public double meanLoss() {
        return loss / pairs;
    }
}
