package dev.burnish.training.app;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.training.domain.EpochCheckpoints;
import dev.burnish.training.domain.NeedlessArtifacts;
import dev.burnish.training.domain.ResumePoint;
import dev.burnish.training.domain.ResumePointUnusableException;
import dev.burnish.training.domain.ResumePoints;
import dev.burnish.training.domain.RunCourse;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.TrainingSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The two newest resume points and the last three epochs' adapters of each run. An object counts once its row is written, in a transaction of the lease: what a worker stores that
 * has lost its claim is never found.
 */
@ApplicationScoped
public class RunCheckpoints {
    private static final Logger LOG = Logger.getLogger(RunCheckpoints.class);

    private static final int KEPT_RESUME_POINTS = 2;
    private static final int KEPT_EPOCHS = 3;

    private final RunArtifacts artifacts;
    private final ResumePoints resumePoints;
    private final EpochCheckpoints epochs;
    private final NeedlessArtifacts needless;

    public RunCheckpoints(
            RunArtifacts artifacts, ResumePoints resumePoints, EpochCheckpoints epochs, NeedlessArtifacts needless) {
        this.artifacts = artifacts;
        this.resumePoints = resumePoints;
        this.epochs = epochs;
        this.needless = needless;
    }

    /** A run as it was kept. */
    record Resumed(ResumePoint point, RunCourse course) {}

    /** The step of the run's newest resume point, usable or not; 0 without one. */
    int reached(String jobId) {
        return resumePoints.of(jobId).stream().mapToInt(ResumePoint::step).max().orElse(0);
    }

    /** Brings the session to the newest resume point that is whole and belongs to it; without one, leaves it at its beginning. */
    Optional<Resumed> resume(TrainingSession session, String jobId, Path file) throws RunFailedException, IOException {
        for (ResumePoint point : resumePoints.of(jobId)) {
            if (!point.fingerprint().equals(session.fingerprint())) {
                LOG.warnf("%s does not go on from step %d: model or settings have changed", jobId, point.step());
                continue;
            }
            try {
                artifacts.fetch(point.state(), file);
                RunCourse course = RunCourse.resumed(point, artifacts.text(point.metrics()));
                session.restoreState(file);
                LOG.infof("%s goes on from step %d", jobId, point.step());
                return Optional.of(new Resumed(point, course));
            } catch (ArtifactMissingException | ArtifactCorruptException | ResumePointUnusableException e) {
                LOG.warnf("%s cannot go on from step %d: %s", jobId, point.step(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Where runs keep their objects. */
    RunArtifacts artifacts() {
        return artifacts;
    }

    /** Stores what the run goes on from; it counts once it is {@linkplain #add(ResumePoint) added}. */
    ResumePoint store(TrainingSession session, RunCourse course, Attempt attempt, double seconds, Path file)
            throws RunFailedException, IOException {
        String place = attempt.prefix() + "resume/" + course.step() + "/";
        return new ResumePoint(
                attempt.job().id(),
                attempt.fence(),
                course.step(),
                session.fingerprint(),
                course.tokens(),
                seconds,
                course.gains(),
                artifacts.storeState(session, place + "state.safetensors", file),
                artifacts.storeMetrics(course.metrics(), place + "metrics.csv"));
    }

    /** In the caller's transaction; the third newest goes. */
    void add(ResumePoint point) {
        resumePoints.add(point);
        List<ResumePoint> all = resumePoints.of(point.jobId());
        all.stream().skip(KEPT_RESUME_POINTS).forEach(this::remove);
    }

    /** In the caller's transaction; takes the place of one of the same step, and the fourth last goes. */
    void add(String jobId, JobCheckpoint checkpoint) {
        for (JobCheckpoint earlier : epochs.of(jobId)) {
            if (earlier.step() >= checkpoint.step()) {
                remove(jobId, earlier);
            }
        }
        epochs.add(jobId, checkpoint);
        List<JobCheckpoint> all = epochs.of(jobId);
        all.subList(0, Math.max(0, all.size() - KEPT_EPOCHS)).forEach(old -> remove(jobId, old));
    }

    /** Those of the last epochs, by step. */
    List<JobCheckpoint> epochs(String jobId) {
        return epochs.of(jobId);
    }

    /** The run has its result, or none: nothing goes on from here. In the caller's transaction. */
    void dropResumePoints(String jobId) {
        resumePoints.of(jobId).forEach(this::remove);
    }

    /** The run will have no result. In the caller's transaction. */
    void dropAll(String jobId) {
        dropResumePoints(jobId);
        epochs.of(jobId).forEach(checkpoint -> remove(jobId, checkpoint));
    }

    private void remove(ResumePoint point) {
        resumePoints.remove(point);
        needless.discard(List.of(point.state(), point.metrics()));
    }

    private void remove(String jobId, JobCheckpoint checkpoint) {
        epochs.remove(jobId, checkpoint);
        needless.discard(files(checkpoint));
    }

    private static List<Artifact> files(JobCheckpoint checkpoint) {
        return List.of(checkpoint.adapter().config(), checkpoint.adapter().weights());
    }
}
