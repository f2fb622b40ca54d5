package dev.burnish.training.engine;

import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.training.domain.LossSums;
import dev.burnish.training.domain.ResumePointUnusableException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.StepMeasurement;
import dev.burnish.training.domain.TrainingSession;
import java.io.IOException;
import java.nio.file.Path;

/** An adapter in training over a base model that others use too. */
final class LoraTrainingSession implements TrainingSession {
    private final DeviceEngine engine;
    private final TrainingRoom.Stay stay;
    private final LoraAdapter adapter;
    private final Learning learning;
    private final StepGroup<Learning>.Seat seat;
    private final StepMeters meters;
    private final String fingerprint;

    LoraTrainingSession(
            DeviceEngine engine,
            TrainingRoom.Stay stay,
            LoraAdapter adapter,
            Learning learning,
            StepMeters meters,
            String fingerprint) {
        this.engine = engine;
        this.stay = stay;
        this.adapter = adapter;
        this.learning = learning;
        this.seat = stay.base().steps().join(learning);
        this.meters = meters;
        this.fingerprint = fingerprint;
    }

    @Override
    public int totalSteps() {
        return learning.totalSteps();
    }

    @Override
    public StepMeasurement step() throws RunFailedException {
        return seat.step();
    }

    @Override
    public int validationExamples() {
        return learning.validationExamples();
    }

    @Override
    public LossSums validate(int from, int to) throws RunFailedException {
        seat.away();
        return engine.compute(() -> learning.validate(from, to));
    }

    @Override
    public void save(Path directory) throws RunFailedException, IOException {
        seat.away();
        engine.call(() -> {
            adapter.save(directory, stay.base().name());
            return directory;
        });
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void saveState(Path file) throws RunFailedException, IOException {
        seat.away();
        engine.call(() -> {
            learning.save(file);
            return file;
        });
    }

    @Override
    public void restoreState(Path file) throws ResumePointUnusableException, RunFailedException, IOException {
        try {
            engine.call(() -> {
                learning.restore(file);
                return file;
            });
        } catch (CheckpointException e) {
            throw new ResumePointUnusableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        seat.close();
        engine.free(() -> {
            learning.close();
            adapter.close();
        });
        stay.close();
        meters.idle();
    }
}
