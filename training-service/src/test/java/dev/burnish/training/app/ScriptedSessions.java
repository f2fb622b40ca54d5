package dev.burnish.training.app;

import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.ResumePointUnusableException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.domain.TrainingSession;
import dev.burnish.training.domain.TrainingSessions;
import dev.burnish.training.domain.TrainingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntToDoubleFunction;

/** Sessions of a fixed number of steps, which show what they were asked for and stop where the test says. */
public final class ScriptedSessions implements TrainingSessions {

    /** What happens beside, or instead of, a step. */
    public interface Script {
        void run(int step) throws RunFailedException;
    }

    final List<String> calls = new ArrayList<>();
    private final int totalSteps;
    private final int validationExamples;
    Script beforeStep = step -> {};
    Script afterStep;
    String trainingSet = "";
    String fingerprint = "as ever";
    IntToDoubleFunction validationLoss = step -> 2.0;

    public ScriptedSessions(int totalSteps, int validationExamples, Script script) {
        this.totalSteps = totalSteps;
        this.validationExamples = validationExamples;
        this.afterStep = script;
    }

    @Override
    public TrainingSession open(TrainingTask task, BooleanSupplier isWanted) {
        try {
            trainingSet = Files.readString(task.trainingSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        calls.add("open");
        return new Session();
    }

    private final class Session implements TrainingSession {
        private int step;

        @Override
        public int totalSteps() {
            return totalSteps;
        }

        @Override
        public StepMeasurement step() throws RunFailedException {
            beforeStep.run(step + 1);
            step++;
            calls.add("step " + step);
            afterStep.run(step);
            return new StepMeasurement(step, 4.0 / step, 0.5, 1e-3, 1, 10);
        }

        @Override
        public int validationExamples() {
            return validationExamples;
        }

        @Override
        public LossSums validate(int from, int to) {
            calls.add("validate " + from + " to " + to);
            return new LossSums(validationLoss.applyAsDouble(step) * (to - from), to - from, to - from);
        }

        @Override
        public void save(Path directory) {
            try {
                Files.writeString(directory.resolve("adapter_config.json"), "{}");
                Files.writeString(directory.resolve("adapter_model.safetensors"), "weights after step " + step);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String fingerprint() {
            return fingerprint;
        }

        @Override
        public void saveState(Path file) throws IOException {
            Files.writeString(file, Integer.toString(step));
        }

        @Override
        public void restoreState(Path file) throws IOException, ResumePointUnusableException {
            try {
                step = Integer.parseInt(Files.readString(file));
            } catch (NumberFormatException e) {
                throw new ResumePointUnusableException("no state", e);
            }
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
