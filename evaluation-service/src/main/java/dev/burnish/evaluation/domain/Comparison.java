package dev.burnish.evaluation.domain;

import dev.burnish.contracts.Scores;
import java.util.List;

/**
 * What the validation examples showed.
 *
 * @param examples that count for the losses
 * @param answered those of them that both models answered, which count for the exact match
 * @param samples the answered ones; empty where only the scores are asked for
 */
public record Comparison(int examples, int answered, Scores base, Scores tuned, List<Sample> samples) {

    public Comparison {
        samples = List.copyOf(samples);
    }

    public static Comparison of(int examples, LossSums base, LossSums tuned, List<Sample> samples) {
        return new Comparison(
                examples,
                samples.size(),
                scores(base, samples.stream().filter(Sample::baseCorrect).count(), samples.size()),
                scores(tuned, samples.stream().filter(Sample::tunedCorrect).count(), samples.size()),
                samples);
    }

    /** Without losses. */
    public static Comparison ofAnswers(int examples, List<Sample> samples) {
        long base = samples.stream().filter(Sample::baseCorrect).count();
        long tuned = samples.stream().filter(Sample::tunedCorrect).count();
        return new Comparison(
                examples,
                samples.size(),
                new Scores(share(base, samples.size())),
                new Scores(share(tuned, samples.size())),
                samples);
    }

    /** The same with how well each model ranks the pairs, of which there is at least one. */
    public Comparison withPreferences(PreferenceSums ofBase, PreferenceSums ofTuned) {
        return new Comparison(examples, answered, with(base, ofBase), with(tuned, ofTuned), samples);
    }

    private static Scores with(Scores scores, PreferenceSums preferences) {
        return new Scores(scores.loss(), scores.perplexity(), scores.exactMatch(), preferences.scores());
    }

    private static Scores scores(LossSums loss, long correct, int answered) {
        return new Scores(loss.mean(), loss.perplexity(), share(correct, answered));
    }

    private static double share(long correct, int answered) {
        return answered == 0 ? 0 : (double) correct / answered;
    }
}
