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
import org.jspecify.annotations.Nullable;

/** Keeps the base model of the last run loaded, because the next run often has the same. Used by one worker at a time. */
@Singleton
public class LoadedModels {
    private final BaseModels models;
    private final DeviceEngine engine;
    private @Nullable LoadedModel loaded;

    public LoadedModels(BaseModels models, DeviceEngine engine) {
        this.models = models;
        this.engine = engine;
    }

    /** Tells how large a model is, without loading it. */
    ModelConfig config(String name) throws RunFailedException {
        try {
            return ModelConfig.read(directory(name));
        } catch (CheckpointException e) {
            throw unreadable(name, e);
        }
    }

    /** @param quantisation how to keep its matrices in fewer bits; null for as they are */
    LoadedModel get(String name, @Nullable Quantisation quantisation) throws RunFailedException, IOException {
        LoadedModel model = loaded;
        Path directory = directory(name);
        Instant installed = BaseModels.installed(directory);
        if (model != null
                && model.name().equals(name)
                && model.quantisation() == quantisation
                && model.installed().equals(installed)) {
            return model;
        }
        if (model != null) {
            loaded = null;
            engine.free(model.weights()::close);
            model.text().close();
        }
        loaded = load(name, quantisation, directory, installed);
        return loaded;
    }

    private LoadedModel load(String name, @Nullable Quantisation quantisation, Path directory, Instant installed)
            throws RunFailedException, IOException {
        try {
            String identity = ModelIdentity.of(directory);
            BaseModel weights = engine.call(() -> quantisation == null
                    ? BaseModel.load(directory, engine.precision())
                    : BaseModel.loadToTrainOver(directory, engine.precision(), quantisation));
            return new LoadedModel(name, identity, quantisation, installed, weights, TextModel.load(directory));
        } catch (CheckpointException | TextModelException e) {
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
