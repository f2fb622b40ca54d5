package dev.burnish.llm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EngineThread.class)
class AdapterTrainerTest {

    private static final OptimizerSettings OPTIMIZER = OptimizerSettings.ofAdapter(1.0);
    private static final LoraSettings WITH_DROPOUT = new LoraSettings(4, 8, 0.1);
    private static final List<EncodedExample> EXAMPLES = Sequences.counting(12, 6);

    @TempDir
    Path directory;

    /** The factors after some steps, each memory plan starting from the same adapter. */
    private static List<float[]> trained(LoraSettings lora, MemoryPlan plan) throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.initialise(model, lora, 3);
                AdapterTrainer trainer = new AdapterTrainer(model, adapter, OPTIMIZER, plan)) {
            for (int step = 1; step <= 3; step++) {
                trainer.step(EXAMPLES, 1e-3, step);
            }
            return values(adapter);
        }
    }

    private static List<float[]> values(LoraAdapter adapter) {
        List<float[]> values = new ArrayList<>();
        for (NDArray factor : adapter.factors()) {
            values.add(factor.toFloatArray());
        }
        return values;
    }

    private static void assertClose(List<float[]> actual, List<float[]> expected, float tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).containsExactly(expected.get(i), within(tolerance));
        }
    }

    @Test
    void anyCutIntoMicroBatchesGivesTheSameStep() throws Exception {
        LoraSettings lora = new LoraSettings(4, 8, 0);
        List<float[]> together = trained(lora, MemoryPlan.KEEP_ALL);
        for (int tokens : new int[] {1, 20, 50}) {
            assertClose(trained(lora, new MemoryPlan(tokens, 2)), together, 2e-6f);
        }
    }

    @Test
    void recomputedActivationsGiveTheSameStepAsKeptOnes() throws Exception {
        List<float[]> kept = trained(WITH_DROPOUT, MemoryPlan.KEEP_ALL);
        for (int layers : new int[] {0, 1}) {
            assertClose(trained(WITH_DROPOUT, new MemoryPlan(4096, layers)), kept, 0);
        }
    }

    @Test
    void aRestoredTrainingEndsWithTheSameBits() throws Exception {
        TrainingSettings settings = new TrainingSettings(3, 5, 2e-3, 0.2, 1.0, 11);
        Path state = directory.resolve("state.safetensors");
        List<float[]> uninterrupted;
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.initialise(model, WITH_DROPOUT, 3);
                LoraTraining training = new LoraTraining(model, adapter, settings, EXAMPLES)) {
            while (!training.finished()) {
                training.step();
            }
            uninterrupted = values(adapter);
        }
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32)) {
            int total = 9;
            for (int stop = 0; stop < total; stop++) {
                try (LoraAdapter adapter = LoraAdapter.initialise(model, WITH_DROPOUT, 3);
                        LoraTraining training = new LoraTraining(model, adapter, settings, EXAMPLES)) {
                    assertThat(training.totalSteps()).isEqualTo(total);
                    if (stop > 0) {
                        training.restore(state);
                    }
                    training.step();
                    training.save(state);
                    if (training.finished()) {
                        assertClose(values(adapter), uninterrupted, 0);
                    }
                }
            }
        }
    }

    @Test
    void aStateOfAnotherShapeIsRefusedAndChangesNothing() throws Exception {
        Path state = directory.resolve("state.safetensors");
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                LoraAdapter small = LoraAdapter.initialise(model, new LoraSettings(2, 8, 0), 3);
                LoraAdapter large = LoraAdapter.initialise(model, new LoraSettings(4, 8, 0), 3)) {
            try (AdapterTrainer trainer = new AdapterTrainer(model, small, OPTIMIZER, MemoryPlan.KEEP_ALL)) {
                trainer.step(EXAMPLES, 1e-3, 1);
                trainer.save(state);
            }
            List<float[]> before = values(large);
            try (AdapterTrainer trainer = new AdapterTrainer(model, large, OPTIMIZER, MemoryPlan.KEEP_ALL)) {
                assertThatThrownBy(() -> trainer.restore(state))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("parameter.0");
                Files.write(state, new byte[] {1, 2, 3});
                assertThatThrownBy(() -> trainer.restore(state)).isInstanceOf(CheckpointException.class);
            }
            assertClose(values(large), before, 0);
        }
    }

    @Test
    void loraPlusMovesBFactorsFartherAndAFactorsAlike() throws Exception {
        LoraSettings lora = new LoraSettings(4, 8, 0);
        List<List<float[]>> runs = new ArrayList<>();
        for (double ratio : new double[] {1, 16}) {
            try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                    LoraAdapter adapter = LoraAdapter.initialise(model, lora, 3);
                    AdapterTrainer trainer = new AdapterTrainer(
                            model, adapter, new OptimizerSettings(0.999, 0, 1, ratio), MemoryPlan.KEEP_ALL)) {
                trainer.step(EXAMPLES, 1e-4, 0);
                runs.add(values(adapter));
            }
        }
        float[] plainA = runs.get(0).get(0);
        float[] plainB = runs.get(0).get(1);
        assertThat(runs.get(1).get(0)).containsExactly(plainA, within(1e-9f));
        for (int i = 0; i < plainB.length; i++) {
            assertThat(runs.get(1).get(1)[i]).isCloseTo(16 * plainB[i], within(1e-6f));
        }
    }
}
