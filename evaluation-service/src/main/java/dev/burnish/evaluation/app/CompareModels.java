package dev.burnish.evaluation.app;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.JobTrained;
import dev.burnish.evaluation.config.EvaluationSettings;
import dev.burnish.evaluation.domain.Comparison;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.HostedModelPairs;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPairs;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.work.AttemptDirectory;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares a tuned model with its base, wherever the two are. */
@ApplicationScoped
public class CompareModels {
    private final ObjectStore storage;
    private final ModelPairs pairs;
    private final HostedModelPairs hostedPairs;
    private final EvaluationSettings settings;

    public CompareModels(
            ObjectStore storage, ModelPairs pairs, HostedModelPairs hostedPairs, EvaluationSettings settings) {
        this.storage = storage;
        this.pairs = pairs;
        this.hostedPairs = hostedPairs;
        this.settings = settings;
    }

    Comparison compare(JobTrained trained, AttemptDirectory directory, Lease lease)
            throws EvaluationFailedException, LeaseLostException, IOException {
        Path validationSet = directory.resolve("validation.jsonl");
        fetch(trained.validationShards(), validationSet);
        try (ModelPair pair = open(trained, directory, validationSet)) {
            return new ModelComparison(pair, settings.maxAnswers(), lease).run();
        }
    }

    private ModelPair open(JobTrained trained, AttemptDirectory directory, Path validationSet)
            throws EvaluationFailedException, IOException {
        AdapterFiles files = trained.adapter();
        String hostedModel = trained.hostedModel();
        if (files != null) {
            Path adapter = Files.createDirectory(directory.resolve("adapter"));
            fetch(List.of(files.config()), adapter.resolve("adapter_config.json"));
            fetch(List.of(files.weights()), adapter.resolve("adapter_model.safetensors"));
            return pairs.open(trained.job(), adapter, validationSet);
        }
        if (hostedModel != null) {
            return hostedPairs.open(trained.job(), hostedModel, validationSet);
        }
        throw new IllegalStateException("a tuned model is an adapter or a hosted model");
    }

    private void fetch(List<Artifact> parts, Path file) throws EvaluationFailedException, StorageException {
        try {
            storage.download(parts, file);
        } catch (ArtifactMissingException e) {
            throw new EvaluationFailedException(
                    Reason.ARTIFACT_MISSING, e.key() + " is no longer in storage. Create the job again.", e);
        } catch (ArtifactCorruptException e) {
            throw new EvaluationFailedException(
                    Reason.ARTIFACT_CORRUPT,
                    e.key() + " is not what was stored (its size or SHA-256 differs). Create the job again.",
                    e);
        }
    }
}
