package dev.burnish.training.engine;

import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.training.LoraTraining;
import dev.burnish.llm.training.LossReport;
import dev.burnish.llm.training.Losses;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.StepReport;
import dev.burnish.llm.training.TrainingDivergedException;
import dev.burnish.llm.training.TrainingSettings;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.StepMeasurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** From conversations whose answers are to be given. */
final class SupervisedLearning implements Learning {
    private final BaseModel model;
    private final LoraAdapter adapter;
    private final LoraTraining training;
    private final List<EncodedExample> validationSet;

    SupervisedLearning(
            BaseModel model,
            LoraAdapter adapter,
            TrainingSettings settings,
            MemoryPlan memoryPlan,
            List<EncodedExample> trainingSet,
            List<EncodedExample> validationSet) {
        this.model = model;
        this.adapter = adapter;
        this.training = new LoraTraining(model, adapter, settings, memoryPlan, trainingSet);
        this.validationSet = validationSet;
    }

    @Override
    public int totalSteps() {
        return training.totalSteps();
    }

    @Override
    public StepMeasurement step() throws TrainingDivergedException {
        return measurement(training.step());
    }

    static StepMeasurement measurement(StepReport report) {
        return new StepMeasurement(
                report.step(),
                report.loss(),
                report.tokenAccuracy(),
                report.learningRate(),
                report.gradientNorm(),
                report.tokens());
    }

    LoraTraining training() {
        return training;
    }

    @Override
    public int validationExamples() {
        return validationSet.size();
    }

    @Override
    public LossSums validate(int from, int to) {
        LossReport report = Losses.evaluate(model, adapter, validationSet.subList(from, to));
        return new LossSums(report.negativeLogLikelihood(), report.learnedTokens(), report.correctTokens());
    }

    @Override
    public void save(Path file) throws IOException {
        training.save(file);
    }

    @Override
    public void restore(Path file) throws CheckpointException {
        training.restore(file);
    }

    @Override
    public void close() {
        training.close();
    }
}
