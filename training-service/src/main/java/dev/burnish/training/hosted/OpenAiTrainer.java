package dev.burnish.training.hosted;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobListParams;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.training.app.Attempt;
import dev.burnish.training.app.RemoteModel;
import dev.burnish.training.app.RemotePlace;
import dev.burnish.training.app.RemoteTrainer;
import dev.burnish.training.app.RunArtifacts;
import dev.burnish.training.domain.BackendUnavailableException;
import dev.burnish.training.domain.RemoteState;
import dev.burnish.training.domain.RemoteStep;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import dev.burnish.training.domain.TrainingTask;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Has runs trained by a provider's fine-tuning jobs, each of which carries the run's id as metadata, by which it is found again. */
@ApplicationScoped
public class OpenAiTrainer implements RemoteTrainer {
    private static final Logger LOG = Logger.getLogger(OpenAiTrainer.class);

    /** Of a provider that does not filter by metadata, so many jobs are looked through. */
    private static final int MOST_JOBS = 1000;

    private static final int PAGE = 100;

    private final ProviderClients providers;
    private final RunArtifacts artifacts;

    public OpenAiTrainer(ProviderClients providers, RunArtifacts artifacts) {
        this.providers = providers;
        this.artifacts = artifacts;
    }

    @Override
    public boolean trains(ModelBackend kind) {
        return kind instanceof ModelBackend.Hosted;
    }

    @Override
    public String start(RemotePlace place, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, IOException {
        Optional<String> begun = find(place, attempt.job().id());
        if (begun.isPresent()) {
            return begun.get();
        }
        TrainingTask task = artifacts.fetchTask(attempt);
        boolean validates = attempt.dataset().summary().validationExamples() > 0;
        String model = ((ModelBackend.Hosted) place.backend()).model();
        return providers.call(place, provider -> {
            String training = upload(provider, task.trainingSet());
            Optional<String> validation =
                    validates ? Optional.of(upload(provider, task.validationSet())) : Optional.empty();
            return provider.fineTuning()
                    .jobs()
                    .create(JobRequests.of(attempt, model, training, validation))
                    .id();
        });
    }

    private static String upload(OpenAIClient provider, Path file) {
        return provider.files()
                .create(FileCreateParams.builder()
                        .file(file)
                        .purpose(FilePurpose.FINE_TUNE)
                        .build())
                .id();
    }

    @Override
    public Optional<String> find(RemotePlace place, String jobId)
            throws RunFailedException, BackendUnavailableException {
        JobListParams search = JobListParams.builder()
                .limit(PAGE)
                .metadata(JobListParams.Metadata.builder()
                        .putAdditionalProperty(JobRequests.RUN, jobId)
                        .build())
                .build();
        return providers.call(
                place,
                provider -> provider.fineTuning().jobs().list(search).autoPager().stream()
                        .limit(MOST_JOBS)
                        .filter(job -> JobRequests.isOf(jobId, job))
                        .map(FineTuningJob::id)
                        .findFirst());
    }

    @Override
    public RemoteState state(RemotePlace place, String reference)
            throws RunFailedException, BackendUnavailableException {
        FineTuningJob job = retrieve(place, reference);
        return switch (job.status().asString()) {
            case "validating_files", "queued" -> RemoteState.WAITING;
            case "paused" -> RemoteState.PAUSED;
            case "succeeded" -> RemoteState.SUCCEEDED;
            case "failed" -> throw failed(place, job);
            case "cancelled" ->
                throw new RunFailedException(
                        Reason.BACKEND_FAILED,
                        "The job " + reference + " was cancelled at the provider of " + place.baseModel() + ".",
                        null);
            default -> RemoteState.RUNNING;
        };
    }

    private static RunFailedException failed(RemotePlace place, FineTuningJob job) {
        String code = job.error().flatMap(error -> error._code().asString()).orElse("");
        String message =
                job.error().flatMap(error -> error._message().asString()).orElse("it does not say why");
        Reason reason = code.startsWith("invalid_") ? Reason.BACKEND_REJECTED : Reason.BACKEND_FAILED;
        return new RunFailedException(
                reason,
                "The training by the provider of " + place.baseModel() + " has failed: " + message
                        + (code.isEmpty() ? "" : " (" + code + ")"),
                null);
    }

    private FineTuningJob retrieve(RemotePlace place, String reference)
            throws RunFailedException, BackendUnavailableException {
        return providers.call(place, provider -> provider.fineTuning().jobs().retrieve(reference));
    }

    @Override
    public List<RemoteStep> steps(RemotePlace place, String reference, int after)
            throws RunFailedException, BackendUnavailableException {
        return providers.call(
                place, provider -> StepEvents.after(after, provider.fineTuning().jobs(), reference));
    }

    @Override
    public void pause(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException {
        ask(place, reference, provider -> provider.fineTuning().jobs().pause(reference));
    }

    @Override
    public void resume(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException {
        ask(place, reference, provider -> provider.fineTuning().jobs().resume(reference));
    }

    @Override
    public void cancel(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException {
        ask(place, reference, provider -> {
            FineTuningJob job = provider.fineTuning().jobs().cancel(reference);
            discardFiles(provider, job);
            return job;
        });
    }

    /** What a job cannot do, as it stands, is left undone: it may have ended, or the provider may not know how. */
    private void ask(RemotePlace place, String reference, ProviderClients.Call<FineTuningJob> call)
            throws RunFailedException, BackendUnavailableException {
        providers.call(place, provider -> {
            try {
                return Optional.of(call.to(provider));
            } catch (BadRequestException | NotFoundException e) {
                LOG.infof("%s stays as it is: %s", reference, e.getMessage());
                return Optional.empty();
            }
        });
    }

    @Override
    public RemoteModel collect(RemotePlace place, String reference, Attempt attempt)
            throws RunFailedException, BackendUnavailableException {
        FineTuningJob job = retrieve(place, reference);
        String model = job.fineTunedModel()
                .orElseThrow(() -> new RunFailedException(
                        Reason.BACKEND_FAILED,
                        "The provider of " + place.baseModel() + " says that " + reference
                                + " has succeeded, but names no model.",
                        null));
        providers.call(place, provider -> {
            discardFiles(provider, job);
            return reference;
        });
        long seconds = job.finishedAt().map(end -> end - job.createdAt()).orElse(0L);
        return new RemoteModel(null, model, job.trainedTokens().orElse(0L), seconds);
    }

    /** Users' examples stay with a provider only as long as it needs them. */
    private static void discardFiles(OpenAIClient provider, FineTuningJob job) {
        Stream.concat(Stream.of(job.trainingFile()), job.validationFile().stream())
                .forEach(file -> {
                    try {
                        provider.files().delete(file);
                    } catch (OpenAIException e) {
                        LOG.warnf("%s stays with the provider, though nothing needs it: %s", file, e.getMessage());
                    }
                });
    }
}
