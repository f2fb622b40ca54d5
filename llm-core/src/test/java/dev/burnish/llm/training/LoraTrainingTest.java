package dev.burnish.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.LearningRate.Decay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineThread.class)
class LoraTrainingTest {

    private static final TrainingSettings SETTINGS = new TrainingSettings(12, 4, 0.02, 0.1, 1.0, 7);

    private record Run(List<StepReport> steps, LossReport before, LossReport after) {}

    private static Run run(Precision precision, LoraSettings lora, TrainingSettings settings) throws Exception {
        List<EncodedExample> examples = Sequences.counting(22, 1);
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), precision);
                LoraAdapter adapter = LoraAdapter.initialise(model, lora, 3)) {
            LossReport before = Losses.evaluate(model, adapter, examples);
            List<StepReport> steps = new ArrayList<>();
            try (LoraTraining training = new LoraTraining(model, adapter, settings, examples)) {
                while (!training.finished()) {
                    steps.add(training.step());
                }
                assertThatIllegalStateException().isThrownBy(training::step);
                assertThat(training.totalSteps()).isEqualTo(steps.size());
            }
            return new Run(steps, before, Losses.evaluate(model, adapter, examples));
        }
    }

    @Test
    void learnsItsExamples() throws Exception {
        Run run = run(Precision.FP32, new LoraSettings(8, 16, 0), SETTINGS);
        assertThat(run.steps()).hasSize(12 * 6);
        assertThat(run.after().meanLoss()).isLessThan(run.before().meanLoss() / 2);
        assertThat(run.after().tokenAccuracy()).isGreaterThan(run.before().tokenAccuracy());
        assertThat(run.after().perplexity()).isCloseTo(Math.exp(run.after().meanLoss()), within(1e-9));
    }

    @Test
    void learnsInBf16() throws Exception {
        Run run = run(Precision.BF16, new LoraSettings(8, 16, 0), SETTINGS);
        assertThat(run.after().meanLoss()).isLessThan(run.before().meanLoss() / 2);
    }

    @Test
    void repeatsItselfWithTheSameSeed() throws Exception {
        LoraSettings withDropout = new LoraSettings(8, 16, 0.1);
        List<StepReport> first = run(Precision.FP32, withDropout, SETTINGS).steps();
        assertThat(run(Precision.FP32, withDropout, SETTINGS).steps()).isEqualTo(first);
        TrainingSettings otherSeed = new TrainingSettings(12, 4, 0.02, 0.1, 1.0, 8);
        assertThat(run(Precision.FP32, withDropout, otherSeed).steps()).isNotEqualTo(first);
    }

    @Test
    void warmsUpAndThenLowersTheLearningRate() {
        LearningRate linear = new LearningRate(0.1, 0.2, Decay.LINEAR);
        assertThat(linear.at(1, 10)).isEqualTo(0.05, within(1e-12));
        assertThat(linear.at(2, 10)).isEqualTo(0.1, within(1e-12));
        assertThat(linear.at(3, 10)).isEqualTo(0.1 * 8 / 9, within(1e-12));
        assertThat(linear.at(10, 10)).isEqualTo(0.1 / 9, within(1e-12));
        LearningRate cosine = new LearningRate(0.1, 0, Decay.COSINE);
        assertThat(cosine.at(1, 9)).isEqualTo(0.1 * (1 + Math.cos(Math.PI / 10)) / 2, within(1e-12));
        assertThat(cosine.at(5, 9)).isEqualTo(0.05, within(1e-12));
        assertThat(new LearningRate(0.1, 0.1, Decay.CONSTANT).at(10, 10)).isEqualTo(0.1);
    }

    @Test
    void stopsWhenTheLossIsNoNumber() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(1, 1e38, 0), 1);
                LoraTraining training = new LoraTraining(
                        model, adapter, new TrainingSettings(1, 1, 0.9, 0, 1, 1), Sequences.counting(3, 1))) {
            assertThatThrownBy(() -> {
                        while (!training.finished()) {
                            training.step();
                        }
                    })
                    .isInstanceOfSatisfying(
                            TrainingDivergedException.class,
                            e -> assertThat(e.step()).isBetween(1, 3));
        }
    }

    @Test
    void refusesExamplesWithoutALearnedToken() throws Exception {
        EncodedExample empty = new EncodedExample(new int[] {1, 2}, new boolean[] {true, false}, 9);
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(1, 1, 0), 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LoraTraining(model, adapter, SETTINGS, List.of(empty)))
                    .withMessageContaining("line 9");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new LoraTraining(model, adapter, SETTINGS, List.of()));
        }
    }
}
