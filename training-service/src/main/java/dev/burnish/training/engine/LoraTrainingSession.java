package dev.burnish.training.engine;

import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.LoraTraining;
import dev.burnish.llm.training.LossReport;
import dev.burnish.llm.training.Losses;
import dev.burnish.llm.training.StepReport;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.domain.TrainingSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An adapter in training over a base model that others may use after it. */
final class LoraTrainingSession implements TrainingSession {
    private final DeviceEngine engine;
    private final LoadedModel base;
    private final LoraAdapter adapter;
    private final LoraTraining training;
    private final List<EncodedExample> validationSet;
    private final StepMeters meters;

    LoraTrainingSession(
            DeviceEngine engine,
            LoadedModel base,
            LoraAdapter adapter,
            LoraTraining training,
            List<EncodedExample> validationSet,
            StepMeters meters) {
        this.engine = engine;
        this.base = base;
        this.adapter = adapter;
        this.training = training;
        this.validationSet = validationSet;
        this.meters = meters;
    }

    @Override
    public int totalSteps() {
        return training.totalSteps();
    }

    @Override
    public StepMeasurement step() throws RunFailedException {
        long start = System.nanoTime();
        StepReport report = engine.compute(training::step);
        meters.stepDone(report.tokens(), System.nanoTime() - start);
        return new StepMeasurement(
                report.step(),
                report.loss(),
                report.tokenAccuracy(),
                report.learningRate(),
                report.gradientNorm(),
                report.tokens());
    }

    @Override
    public int validationExamples() {
        return validationSet.size();
    }

    @Override
    public LossSums validate(int from, int to) throws RunFailedException {
        LossReport report =
                engine.compute(() -> Losses.evaluate(base.weights(), adapter, validationSet.subList(from, to)));
        return new LossSums(report.negativeLogLikelihood(), report.learnedTokens(), report.correctTokens());
    }

    @Override
    public void save(Path directory) throws RunFailedException, IOException {
        engine.call(() -> {
            adapter.save(directory, base.name());
            return directory;
        });
    }

    @Override
    public void close() {
        engine.free(() -> {
            training.close();
            adapter.close();
        });
        meters.idle();
    }
}
