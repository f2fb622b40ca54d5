package dev.burnish.deployment.engine;

import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.text.TextModelException;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** The folders of the base models that were asked for, each read once. */
@Singleton
public class ModelFolders {
    private final BaseModels models;
    private final ConcurrentMap<String, ModelFolder> opened = new ConcurrentHashMap<>();
    private final ReentrantLock opening = new ReentrantLock();

    public ModelFolders(BaseModels models) {
        this.models = models;
    }

    /** @throws ServingException {@code BASE_MODEL_MISSING} or {@code BASE_MODEL_UNUSABLE} */
    ModelFolder open(String baseModel) throws ServingException {
        ModelFolder known = opened.get(baseModel);
        if (known != null) {
            return known;
        }
        opening.lock();
        try {
            ModelFolder folder = opened.get(baseModel);
            if (folder == null) {
                folder = read(baseModel);
                opened.put(baseModel, folder);
            }
            return folder;
        } finally {
            opening.unlock();
        }
    }

    /**
     * Reads the folder again when it is next asked for. What was read of it is left to those who encode with it at this moment, so that its tokenizer's memory is not given back.
     */
    void forget(String baseModel) {
        opening.lock();
        try {
            opened.remove(baseModel);
        } finally {
            opening.unlock();
        }
    }

    private ModelFolder read(String baseModel) throws ServingException {
        Path path = models.find(baseModel)
                .orElseThrow(() -> new ServingException(
                        Reason.BASE_MODEL_MISSING,
                        "Base model %s is not in the models directory, setting burnish.models.directory. Put it there and try again."
                                .formatted(baseModel)));
        try {
            return new ModelFolder(path, TextModel.load(path));
        } catch (TextModelException e) {
            throw new ServingException(
                    Reason.BASE_MODEL_UNUSABLE,
                    "Base model %s cannot be used: %s.".formatted(baseModel, e.getMessage()),
                    e);
        }
    }
}
