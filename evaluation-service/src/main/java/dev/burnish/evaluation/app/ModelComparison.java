package dev.burnish.evaluation.app;

import dev.burnish.evaluation.domain.Comparison;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.LossSums;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPair.Side;
import dev.burnish.evaluation.domain.PreferenceSums;
import dev.burnish.evaluation.domain.Question;
import dev.burnish.evaluation.domain.Sample;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares a pair: the losses, and in a dpo job the preferences, over all examples, greedy answers to the first ones. An answer may take as many tokens as the longest
 * expected one and a quarter more, so that a model that does not stop costs little and one that is only wordy is still seen.
 */
final class ModelComparison {

    // The lease is looked at between so many examples.
    private static final int LOSS_SLICE = 16;
    private static final int ANSWER_SLICE = 32;

    private static final int LEAST_MARGIN = 16;

    private final ModelPair pair;
    private final int maxAnswers;
    private final Lease lease;

    ModelComparison(ModelPair pair, int maxAnswers, Lease lease) {
        this.pair = pair;
        this.maxAnswers = maxAnswers;
        this.lease = lease;
    }

    Comparison run() throws EvaluationFailedException, LeaseLostException {
        if (!pair.tellsLoss() && !pair.examples().isEmpty()) {
            return Comparison.ofAnswers(pair.examples().size(), samples());
        }
        LossSums base = loss(Side.BASE);
        LossSums tuned = loss(Side.TUNED);
        if (base.tokens() == 0) {
            throw new EvaluationFailedException(
                    Reason.INVALID_DATASET,
                    "The validation set has no assistant message to compare with. Give one whose weight is not 0.",
                    null);
        }
        Comparison comparison = Comparison.of(pair.examples().size(), base, tuned, samples());
        return pair.pairs() == 0
                ? comparison
                : comparison.withPreferences(preferences(Side.BASE), preferences(Side.TUNED));
    }

    private PreferenceSums preferences(Side side) throws EvaluationFailedException, LeaseLostException {
        PreferenceSums sums = PreferenceSums.ZERO;
        for (int from = 0; from < pair.pairs(); from += LOSS_SLICE) {
            lease.check();
            sums = sums.plus(pair.preferences(side, from, Math.min(from + LOSS_SLICE, pair.pairs())));
        }
        return sums;
    }

    private LossSums loss(Side side) throws EvaluationFailedException, LeaseLostException {
        int examples = pair.examples().size();
        LossSums sums = LossSums.ZERO;
        for (int from = 0; from < examples; from += LOSS_SLICE) {
            lease.check();
            sums = sums.plus(pair.loss(side, from, Math.min(from + LOSS_SLICE, examples)));
        }
        return sums;
    }

    private List<Sample> samples() throws EvaluationFailedException, LeaseLostException {
        List<Question> questions = pair.examples().stream()
                .map(Question::of)
                .flatMap(Optional::stream)
                .limit(maxAnswers)
                .toList();
        List<String> expected = new ArrayList<>();
        for (Question question : questions) {
            expected.add(pair.expected(question));
        }
        int longest = expected.stream().mapToInt(pair::tokens).max().orElse(0);
        int maxTokens = longest + Math.max(LEAST_MARGIN, longest / 4);
        List<Sample> samples = new ArrayList<>();
        for (int from = 0; from < questions.size(); from += ANSWER_SLICE) {
            List<Question> slice = questions.subList(from, Math.min(from + ANSWER_SLICE, questions.size()));
            lease.check();
            List<String> base = pair.answers(Side.BASE, slice, maxTokens);
            lease.check();
            List<String> tuned = pair.answers(Side.TUNED, slice, maxTokens);
            for (int i = 0; i < slice.size(); i++) {
                samples.add(new Sample(slice.get(i).messages(), expected.get(from + i), base.get(i), tuned.get(i)));
            }
        }
        return samples;
    }
}
