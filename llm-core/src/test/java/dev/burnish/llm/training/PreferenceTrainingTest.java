package dev.burnish.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineThread.class)
class PreferenceTrainingTest {

    private static final TrainingSettings SETTINGS = new TrainingSettings(15, 3, 1e-2, 0.1, 1.0, 7);

    /** After a token, its successor is preferred to its predecessor. */
    private static List<PreferencePair> pairs(int count) {
        Random random = new Random(4);
        List<PreferencePair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int start = 10 + random.nextInt(40);
            pairs.add(new PreferencePair(answer(start, 1, 3 + random.nextInt(4)), answer(start, -1, 2 + i % 3)));
        }
        return pairs;
    }

    private static EncodedExample answer(int start, int direction, int length) {
        int[] tokens = new int[length + 1];
        boolean[] learned = new boolean[length + 1];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = start + direction * i;
            learned[i] = i > 0;
        }
        return new EncodedExample(tokens, learned, 1);
    }

    private static List<PreferenceReport> run(MemoryPlan plan, int steps) throws Exception {
        List<PreferenceReport> reports = new ArrayList<>();
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(4, 8, 0), 3);
                PreferenceTraining training = new PreferenceTraining(model, adapter, SETTINGS, 0.1, plan, pairs(9))) {
            while (!training.finished() && reports.size() < steps) {
                reports.add(training.step());
            }
        }
        return reports;
    }

    @Test
    void aNewAdapterHasTheLossOfACoinToss() throws Exception {
        PreferenceReport first = run(MemoryPlan.KEEP_ALL, 1).getFirst();
        assertThat(first.loss()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(first.gradientNorm()).isPositive();
    }

    @Test
    void learnsWhatIsPreferred() throws Exception {
        List<PreferenceReport> reports = run(MemoryPlan.KEEP_ALL, Integer.MAX_VALUE);
        assertThat(reports).hasSize(45);
        assertThat(reports.getLast().loss()).isLessThan(0.3);
        assertThat(reports.getLast().accuracy()).isEqualTo(1);
    }

    @Test
    void theLossWithoutTrainingIsTheOneThatTheNextStepReports() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(4, 8, 0), 3);
                PreferenceTraining training = new PreferenceTraining(
                        model,
                        adapter,
                        new TrainingSettings(9, 9, 1e-2, 0.1, 1.0, 7),
                        0.1,
                        MemoryPlan.KEEP_ALL,
                        pairs(9))) {
            List<ReferencedPair> pairs = pairs(9).stream()
                    .map(pair -> ReferencedPair.of(model, pair))
                    .toList();
            PreferenceLossReport base = Losses.evaluate(model, null, 0.1, pairs);
            assertThat(base.meanLoss()).isCloseTo(Math.log(2), within(1e-6));
            assertThat(base.improved()).isZero();
            for (int step = 0; step < 8; step++) {
                training.step();
            }
            PreferenceLossReport tuned = Losses.evaluate(model, adapter, 0.1, pairs);
            PreferenceReport next = training.step();
            assertThat(tuned.meanLoss()).isCloseTo(next.loss(), within(1e-5));
            assertThat((double) tuned.improved() / tuned.pairs()).isEqualTo(next.accuracy());
            assertThat(tuned.ranked()).isGreaterThan(base.ranked());
        }
    }

    @Test
    void anyCutIntoMicroBatchesGivesTheSameSteps() throws Exception {
        List<PreferenceReport> together = run(MemoryPlan.KEEP_ALL, 5);
        List<PreferenceReport> alone = run(new MemoryPlan(1, 0), 5);
        for (int i = 0; i < together.size(); i++) {
            assertThat(alone.get(i).loss()).isCloseTo(together.get(i).loss(), within(1e-6));
            assertThat(alone.get(i).gradientNorm()).isCloseTo(together.get(i).gradientNorm(), within(1e-5));
        }
    }

    @Test
    void refusesAnAnswerWithNothingToLearn() {
        EncodedExample nothing = new EncodedExample(new int[] {1, 2}, new boolean[2], 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PreferencePair(answer(20, 1, 3), nothing))
                .withMessageContaining("other");
    }
}
