package dev.burnish.training.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.contracts.AdapterFiles;
import dev.burnish.kit.models.ModelBackend;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.training.app.Attempt;
import dev.burnish.training.app.RemoteModel;
import dev.burnish.training.app.RemotePlace;
import dev.burnish.training.app.RemoteTrainer;
import dev.burnish.training.domain.BackendUnavailableException;
import dev.burnish.training.domain.RemoteState;
import dev.burnish.training.domain.RemoteStep;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has runs trained by TrainJobs, each of which carries the run's id as a label, by which it is found again. */
@ApplicationScoped
public class TrainJobTrainer implements RemoteTrainer {
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    private final KubernetesClient cluster;
    private final TrainJobs trainJobs;
    private final ObjectStore storage;

    public TrainJobTrainer(KubernetesClient cluster, TrainJobs trainJobs, ObjectStore storage) {
        this.cluster = cluster;
        this.trainJobs = trainJobs;
        this.storage = storage;
    }

    @FunctionalInterface
    private interface Call<T> {
        T to(
                MixedOperation<
                                GenericKubernetesResource,
                                GenericKubernetesResourceList,
                                Resource<GenericKubernetesResource>>
                        jobs);
    }

    @Override
    public boolean trains(ModelBackend kind) {
        return kind instanceof ModelBackend.Kubeflow;
    }

    @Override
    public String start(RemotePlace place, Attempt attempt) throws RunFailedException, BackendUnavailableException {
        Optional<String> begun = find(place, attempt.job().id());
        if (begun.isPresent()) {
            return begun.get();
        }
        GenericKubernetesResource job = trainJobs.of(backend(place), attempt);
        String name = job.getMetadata().getName();
        call(place, jobs -> {
            try {
                return jobs.inNamespace(backend(place).namespace())
                        .resource(job)
                        .create();
            } catch (KubernetesClientException e) {
                if (e.getCode() == CONFLICT) {
                    return job;
                }
                throw e;
            }
        });
        return name;
    }

    @Override
    public Optional<String> find(RemotePlace place, String jobId)
            throws RunFailedException, BackendUnavailableException {
        return call(
                place,
                jobs ->
                        jobs
                                .inNamespace(backend(place).namespace())
                                .withLabel(TrainJobs.RUN, jobId)
                                .list()
                                .getItems()
                                .stream()
                                .map(job -> job.getMetadata().getName())
                                .findFirst());
    }

    @Override
    public RemoteState state(RemotePlace place, String reference)
            throws RunFailedException, BackendUnavailableException {
        JsonNode job = retrieve(place, reference);
        for (JsonNode condition : job.path("status").path("conditions")) {
            if (condition.path("status").asText().equals("True")) {
                switch (condition.path("type").asText()) {
                    case "Complete" -> {
                        return RemoteState.SUCCEEDED;
                    }
                    case "Failed" ->
                        throw new RunFailedException(
                                Reason.BACKEND_FAILED,
                                "The TrainJob " + reference + " has failed: "
                                        + condition.path("message").asText("it does not say why") + " ("
                                        + condition.path("reason").asText("no reason") + ")",
                                null);
                    default -> {
                        // Suspended stands below: the wish counts, not whether it is done.
                    }
                }
            }
        }
        if (job.path("spec").path("suspend").asBoolean()) {
            return RemoteState.PAUSED;
        }
        boolean active = false;
        for (JsonNode child : job.path("status").path("jobsStatus")) {
            active |= child.path("active").asInt() > 0;
        }
        return active ? RemoteState.RUNNING : RemoteState.WAITING;
    }

    /** At most one, as the trainer reports itself in the job's status: percents of the way as steps of a hundred. */
    @Override
    public List<RemoteStep> steps(RemotePlace place, String reference, int after)
            throws RunFailedException, BackendUnavailableException {
        JsonNode status = retrieve(place, reference).path("status").path("trainerStatus");
        int percent = status.path("progressPercentage").asInt(0);
        Double loss = metric(status, "loss", "train_loss");
        if (percent <= after || loss == null) {
            return List.of();
        }
        Double accuracy = metric(status, "mean_token_accuracy", "train_accuracy");
        return List.of(new RemoteStep(
                percent,
                100,
                loss,
                accuracy == null ? 0 : accuracy,
                metric(status, "eval_loss", "valid_loss"),
                metric(status, "eval_mean_token_accuracy", "valid_accuracy")));
    }

    private static @Nullable Double metric(JsonNode status, String... names) {
        for (String name : names) {
            for (JsonNode metric : status.path("metrics")) {
                if (metric.path("name").asText().equals(name)) {
                    try {
                        return Double.valueOf(metric.path("value").asText());
                    } catch (NumberFormatException e) {
                        return null;
                    }
                }
            }
        }
        return null;
    }

    @Override
    public void pause(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException {
        suspend(place, reference, true);
    }

    @Override
    public void resume(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException {
        suspend(place, reference, false);
    }

    private void suspend(RemotePlace place, String reference, boolean wish)
            throws RunFailedException, BackendUnavailableException {
        call(place, jobs -> {
            Resource<GenericKubernetesResource> job =
                    jobs.inNamespace(backend(place).namespace()).withName(reference);
            if (job.get() != null) {
                job.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": " + wish + "}}");
            }
            return reference;
        });
    }

    @Override
    public void cancel(RemotePlace place, String reference) throws RunFailedException, BackendUnavailableException {
        call(
                place,
                jobs -> jobs.inNamespace(backend(place).namespace())
                        .withName(reference)
                        .delete());
    }

    @Override
    public RemoteModel collect(RemotePlace place, String reference, Attempt attempt)
            throws RunFailedException, BackendUnavailableException, IOException {
        JsonNode job = retrieve(place, reference);
        String output =
                job.path("metadata").path("annotations").path(TrainJobs.OUTPUT).asText();
        Path directory = Files.createDirectory(attempt.directory().resolve("collected"));
        try {
            AdapterFiles adapter = new AdapterFiles(
                    storage.fetch(output + PeftAdapter.CONFIG, directory.resolve(PeftAdapter.CONFIG)),
                    storage.fetch(output + PeftAdapter.WEIGHTS, directory.resolve(PeftAdapter.WEIGHTS)));
            PeftAdapter.check(directory);
            long tokens = attempt.dataset().summary().trainingTokens()
                    * attempt.dataset().plan().epochs();
            return new RemoteModel(adapter, null, tokens, seconds(job));
        } catch (ArtifactMissingException e) {
            throw new RunFailedException(
                    Reason.BACKEND_FAILED,
                    "The TrainJob " + reference + " is complete, but has left no adapter: " + e.getMessage() + ".",
                    e);
        }
    }

    /** From its beginning to its completion. */
    private static double seconds(JsonNode job) {
        try {
            Instant begin =
                    Instant.parse(job.path("metadata").path("creationTimestamp").asText());
            for (JsonNode condition : job.path("status").path("conditions")) {
                if (condition.path("type").asText().equals("Complete")) {
                    Instant end =
                            Instant.parse(condition.path("lastTransitionTime").asText());
                    return Math.max(0, Duration.between(begin, end).toSeconds());
                }
            }
        } catch (DateTimeParseException e) {
            return 0;
        }
        return 0;
    }

    private JsonNode retrieve(RemotePlace place, String reference)
            throws RunFailedException, BackendUnavailableException {
        Optional<GenericKubernetesResource> job = call(
                place,
                jobs -> Optional.ofNullable(jobs.inNamespace(backend(place).namespace())
                        .withName(reference)
                        .get()));
        return TrainJobs.json(job.orElseThrow(() -> new RunFailedException(
                Reason.BACKEND_FAILED,
                "The TrainJob " + reference + " is not in the namespace "
                        + backend(place).namespace() + " any more.",
                null)));
    }

    private <T> T call(RemotePlace place, Call<T> call) throws RunFailedException, BackendUnavailableException {
        try {
            return call.to(cluster.genericKubernetesResources(TrainJobs.KIND));
        } catch (KubernetesClientException e) {
            String message = "The cluster that trains " + place.baseModel() + " answers: " + e.getMessage();
            switch (e.getCode()) {
                case UNAUTHORIZED, FORBIDDEN -> throw new RunFailedException(Reason.BACKEND_REFUSED, message, e);
                case BAD_REQUEST, UNPROCESSABLE -> throw new RunFailedException(Reason.BACKEND_REJECTED, message, e);
                default -> throw new BackendUnavailableException(message, e);
            }
        }
    }

    private static ModelBackend.Kubeflow backend(RemotePlace place) {
        return (ModelBackend.Kubeflow) place.backend();
    }
}
