package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.InstalledModels;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what a job is to be made of. */
@ApplicationScoped
public class JobMaterials {
    private final Files files;
    private final InstalledModels models;

    JobMaterials(Files files, InstalledModels models) {
        this.files = files;
        this.models = models;
    }

    /** The files of a job whose base model is there. */
    public record Found(StoredFile trainingFile, @Nullable StoredFile validationFile) {}

    /** @throws RefusedException when the model is unknown or a file cannot be used */
    @Transactional
    public Found find(String tenant, JobSpecification specification) {
        requireInstalled(specification.model());
        StoredFile trainingFile = fineTuneFile(tenant, specification.trainingFile(), "training_file");
        String validationFile = specification.validationFile();
        return new Found(
                trainingFile, validationFile == null ? null : fineTuneFile(tenant, validationFile, "validation_file"));
    }

    private void requireInstalled(String model) {
        List<String> installed = models.names();
        if (!installed.contains(model)) {
            throw new RefusedException(
                    RefusedException.Kind.NOT_FOUND,
                    "The model '" + model + "' does not exist or cannot be fine-tuned here. "
                            + (installed.isEmpty()
                                    ? "No base model is installed."
                                    : "Use one of: " + String.join(", ", installed) + "."),
                    "model",
                    "model_not_found");
        }
    }

    private StoredFile fineTuneFile(String tenant, String id, String param) {
        StoredFile file = files.get(tenant, id).orElseThrow(() -> RefusedException.noSuchFile(id, param));
        if (file.purpose() != FilePurpose.FINE_TUNE) {
            throw RefusedException.invalid(
                    "File " + id + " has the purpose '" + file.purpose().label()
                            + "'; upload it again with the purpose 'fine-tune'.",
                    param,
                    "invalid_file_purpose");
        }
        return file;
    }
}
