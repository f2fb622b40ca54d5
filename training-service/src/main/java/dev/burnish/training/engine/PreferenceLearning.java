package dev.burnish.training.engine;

import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.training.Losses;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.PreferenceLossReport;
import dev.burnish.llm.training.PreferencePair;
import dev.burnish.llm.training.PreferenceReport;
import dev.burnish.llm.training.PreferenceTraining;
import dev.burnish.llm.training.ReferencedPair;
import dev.burnish.llm.training.TrainingDivergedException;
import dev.burnish.llm.training.TrainingSettings;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.StepMeasurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** From pairs of answers, one preferred to the other. */
final class PreferenceLearning implements Learning {
    private final BaseModel model;
    private final LoraAdapter adapter;
    private final double beta;
    private final PreferenceTraining training;
    private final List<PreferencePair> validationSet;
    private final Map<Integer, ReferencedPair> referenced = new HashMap<>();

    PreferenceLearning(
            BaseModel model,
            LoraAdapter adapter,
            TrainingSettings settings,
            double beta,
            MemoryPlan memoryPlan,
            List<PreferencePair> trainingSet,
            List<PreferencePair> validationSet) {
        this.model = model;
        this.adapter = adapter;
        this.beta = beta;
        this.training = new PreferenceTraining(model, adapter, settings, beta, memoryPlan, trainingSet);
        this.validationSet = validationSet;
    }

    @Override
    public int totalSteps() {
        return training.totalSteps();
    }

    @Override
    public StepMeasurement step() throws TrainingDivergedException {
        PreferenceReport report = training.step();
        return new StepMeasurement(
                report.step(),
                report.loss(),
                report.accuracy(),
                report.learningRate(),
                report.gradientNorm(),
                report.tokens());
    }

    @Override
    public int validationExamples() {
        return validationSet.size();
    }

    @Override
    public LossSums validate(int from, int to) {
        List<ReferencedPair> pairs = IntStream.range(from, to)
                .mapToObj(i -> referenced.computeIfAbsent(i, _ -> ReferencedPair.of(model, validationSet.get(i))))
                .toList();
        PreferenceLossReport report = Losses.evaluate(model, adapter, beta, pairs);
        return new LossSums(report.loss(), report.pairs(), report.improved());
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
