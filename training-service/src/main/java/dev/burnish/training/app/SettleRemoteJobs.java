package dev.burnish.training.app;

import dev.burnish.training.domain.BackendUnavailableException;
import dev.burnish.training.domain.RemoteJob;
import dev.burnish.training.domain.RemoteJobs;
import dev.burnish.training.domain.RemoteJobs.Unsettled;
import dev.burnish.training.domain.RunFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the other side that a run was cancelled, has failed or is paused, until it has heard it: also when the service that began the run is gone. */
@ApplicationScoped
public class SettleRemoteJobs {
    private static final Logger LOG = Logger.getLogger(SettleRemoteJobs.class);

    /** A run that was asked for so long ago and is not there will not come any more. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private final RemoteTrainers trainers;
    private final RemoteJobs jobs;

    public SettleRemoteJobs(RemoteTrainers trainers, RemoteJobs jobs) {
        this.trainers = trainers;
        this.jobs = jobs;
    }

    /** One round. What cannot be told now is told in a later one. */
    public void settle() {
        for (Unsettled unsettled : jobs.unsettled()) {
            String id = unsettled.job().jobId();
            try {
                settle(unsettled);
            } catch (BackendUnavailableException e) {
                LOG.infof("the other side of %s is told later: %s", id, e.getMessage());
            } catch (RunFailedException e) {
                LOG.warnf("the other side of %s cannot be told: %s", id, e.getMessage());
            }
        }
    }

    private void settle(Unsettled unsettled) throws RunFailedException, BackendUnavailableException {
        RemoteJob job = unsettled.job();
        RemotePlace place = trainers.place(job.baseModel());
        RemoteTrainer trainer = trainers.of(place);
        Optional<String> reference = job.reference().isPresent() ? job.reference() : trainer.find(place, job.jobId());
        if (reference.isEmpty()) {
            if (job.since().isBefore(Instant.now().minus(GIVEN_UP))) {
                jobs.ended(job.jobId());
            }
            return;
        }
        if (unsettled.over()) {
            trainer.cancel(place, reference.get());
            jobs.ended(job.jobId());
            LOG.infof("%s was ended, for %s is over", reference.get(), job.jobId());
        } else {
            trainer.pause(place, reference.get());
            jobs.paused(job.jobId());
            LOG.infof("%s was paused with %s", reference.get(), job.jobId());
        }
    }
}
