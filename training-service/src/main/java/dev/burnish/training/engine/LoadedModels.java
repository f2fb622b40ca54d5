package dev.burnish.training.engine;

import dev.burnish.kit.models.BaseModels;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.TextModelException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The base models that trainings use, each loaded once, and the one that was used last, because the next run often has the same. */
@Singleton
public class LoadedModels {
    private final BaseModels models;
    private final DeviceEngine engine;
    private final JointPass pass;
    private final List<LoadedModel> loaded = new ArrayList<>();
    private final List<LoadedModel> uses = new ArrayList<>();

    public LoadedModels(BaseModels models, DeviceEngine engine, JointPass pass) {
        this.models = models;
        this.engine = engine;
        this.pass = pass;
    }

    /** Tells how large a model is, without loading it. */
    ModelConfig config(String name) throws RunFailedException {
        try {
            return ModelConfig.read(directory(name));
        } catch (CheckpointException e) {
            throw unreadable(name, e);
        }
    }

    /** What turns messages into a model's tokens; the caller closes it. */
    TextModel text(String name) throws RunFailedException {
        try {
            return TextModel.load(directory(name));
        } catch (TextModelException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * The model, until it is {@linkplain #release released}.
     *
     * @param quantisation how to keep its matrices in fewer bits; null for as they are
     */
    synchronized LoadedModel acquire(String name, @Nullable Quantisation quantisation)
            throws RunFailedException, IOException {
        Path directory = directory(name);
        Instant installed = BaseModels.installed(directory);
        Optional<LoadedModel> known = loaded.stream()
                .filter(model -> model.name().equals(name)
                        && model.quantisation() == quantisation
                        && model.installed().equals(installed))
                .findFirst();
        if (known.isPresent()) {
            uses.add(known.get());
            return known.get();
        }
        freeUnused();
        LoadedModel model = load(name, quantisation, directory, installed);
        loaded.add(model);
        uses.add(model);
        return model;
    }

    /** Ends one use of the model; after the last it stays loaded until another takes its place. */
    synchronized void release(LoadedModel model) {
        uses.remove(model);
        if (!uses.contains(model)) {
            loaded.remove(model);
            freeUnused();
            loaded.add(model);
        }
    }

    private void freeUnused() {
        for (LoadedModel model : List.copyOf(loaded)) {
            if (!uses.contains(model)) {
                loaded.remove(model);
                engine.free(model.weights()::close);
            }
        }
    }

    private LoadedModel load(String name, @Nullable Quantisation quantisation, Path directory, Instant installed)
            throws RunFailedException, IOException {
        try {
            String identity = ModelIdentity.of(directory);
            BaseModel weights = engine.call(() -> quantisation == null
                    ? BaseModel.load(directory, engine.precision())
                    : BaseModel.loadToTrainOver(directory, engine.precision(), quantisation));
            return new LoadedModel(name, identity, quantisation, installed, weights, new StepGroup<>(pass));
        } catch (CheckpointException e) {
            throw unreadable(name, e);
        }
    }

    private Path directory(String name) throws RunFailedException {
        return models.find(name)
                .orElseThrow(() -> new RunFailedException(
                        Reason.MODEL_MISSING,
                        "The base model " + name + " is not installed here. Installed: " + models.names() + ".",
                        null));
    }

    private static RunFailedException unreadable(String name, Exception e) {
        return new RunFailedException(
                Reason.MODEL_UNREADABLE, "The base model " + name + " cannot be used: " + e.getMessage() + ".", e);
    }
}
