package dev.burnish.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.LossSums;
import dev.burnish.llm.kernel.MicroBatch;
import dev.burnish.llm.kernel.StepSettings;
import dev.burnish.llm.kernel.TrainingKernels;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.InitialWeights;
import dev.burnish.llm.text.EncodedExample;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(EngineThread.class)
class FullTrainingTest {

    static List<GoldenModel> models() {
        return List.of(GoldenModel.GROUPED, GoldenModel.TIED, GoldenModel.QWEN2, GoldenModel.QWEN3, GoldenModel.BIASED);
    }

    /** Central differences of every trained array along a random direction. */
    @ParameterizedTest
    @MethodSource("models")
    void gradientIsTheSlopeOfTheLoss(GoldenModel golden) throws Exception {
        List<EncodedExample> examples = Sequences.counting(5, 2);
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                NDManager memory = Kernels.get().newScope()) {
            NDList gradients = gradients(model, examples, 4096, memory);
            Random random = new Random(5);
            for (int i = 0; i < model.weights().size(); i++) {
                if (model.isTrainable(i)) {
                    NDArray weight = model.weights().get(i);
                    float[] gradient = gradients.get(i).toFloatArray();
                    float[] direction = new float[gradient.length];
                    double expected = 0;
                    for (int j = 0; j < direction.length; j++) {
                        direction[j] = (float) random.nextGaussian();
                        expected += (double) direction[j] * gradient[j];
                    }
                    NDArray step = memory.create(direction, weight.getShape()).mul(1e-3f);
                    weight.addi(step);
                    double above = Losses.evaluate(model, null, examples).negativeLogLikelihood();
                    weight.subi(step.mul(2));
                    double below = Losses.evaluate(model, null, examples).negativeLogLikelihood();
                    weight.addi(step);
                    assertThat((above - below) / 2e-3)
                            .as("array %d", i)
                            .isCloseTo(expected, within(0.02 * Math.abs(expected) + 0.3));
                }
            }
        }
    }

    @Test
    void gradientIsTheSameForAnySplitIntoMicroBatches() throws Exception {
        List<EncodedExample> examples = Sequences.counting(9, 3);
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                NDManager memory = Kernels.get().newScope()) {
            NDList together = gradients(model, examples, 4096, memory);
            NDList alone = gradients(model, examples, 1, memory);
            for (int i = 0; i < together.size(); i++) {
                assertThat(alone.get(i).toFloatArray())
                        .containsExactly(together.get(i).toFloatArray(), within(5e-4f));
            }
        }
    }

    @Test
    void learnsFromTheStart() throws Exception {
        List<EncodedExample> examples = Sequences.counting(16, 4);
        OptimizerSettings settings = new OptimizerSettings(0.98, 0.01, 1.0, 1);
        try (BaseModel seed = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                BaseModel model = BaseModel.initialise(seed.config(), InitialWeights.random(1, 2));
                FullTraining training = new FullTraining(model, Precision.FP32, settings, new MemoryPlan(128, 1))) {
            double first = training.step(examples, 5e-3).loss();
            assertThat(first).isCloseTo(Math.log(64), within(0.2));
            StepReport last = training.step(examples, 5e-3);
            for (int i = 0; i < 40; i++) {
                last = training.step(examples, 5e-3);
            }
            assertThat(last.loss()).isLessThan(first / 3);
            assertThat(last.step()).isEqualTo(42);
        }
    }

    private static NDList gradients(BaseModel model, List<EncodedExample> examples, int maxTokens, NDManager memory) {
        NDList gradients = FullTraining.gradients(model, memory);
        LossSums sums = LossSums.ZERO;
        for (MicroBatch batch : MicroBatch.pack(examples, maxTokens)) {
            StepSettings settings = new StepSettings(0, 0, maxTokens == 1 ? 1 : 2, 0);
            sums = sums.plus(new TrainingKernels()
                    .fullStep(model.weights(), gradients, memory.create(new float[1]), batch, settings));
        }
        assertThat(sums.loss()).isCloseTo(Losses.evaluate(model, null, examples).negativeLogLikelihood(), within(1e-3));
        return gradients;
    }
}
