package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Checkpoints;
import dev.burnish.ingestion.domain.Fact;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobEvents;
import dev.burnish.ingestion.domain.Jobs;
import dev.burnish.ingestion.domain.Transition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Shows a job as what the pipeline says about it. */
@ApplicationScoped
public class FollowJob {
    private static final Logger LOG = Logger.getLogger(FollowJob.class);

    private final Jobs jobs;
    private final JobEvents events;
    private final Files files;
    private final Checkpoints checkpoints;
    private final NotifyWebhooks notifyWebhooks;

    FollowJob(Jobs jobs, JobEvents events, Files files, Checkpoints checkpoints, NotifyWebhooks notifyWebhooks) {
        this.jobs = jobs;
        this.events = events;
        this.files = files;
        this.checkpoints = checkpoints;
        this.notifyWebhooks = notifyWebhooks;
    }

    /** A fact about a job that the tenant does not have is logged and left alone. */
    @Transactional
    public void follow(String tenant, String jobId, Fact fact, Instant at) {
        Optional<Job> found = jobs.lock(tenant, jobId);
        if (found.isEmpty()) {
            LOG.warnf("%s of tenant %s is no job here", jobId, tenant);
            return;
        }
        Job before = found.get();
        Transition transition = Transition.of(before, fact, at);
        if (fact instanceof Fact.Trained trained && before.findings().resultFile() == null) {
            files.add(trained.metrics());
            checkpoints.add(jobId, trained.checkpoints());
        }
        jobs.replace(transition.job());
        events.add(jobId, transition.messages());
        if (!before.ended() && transition.job().ended()) {
            notifyWebhooks.ended(transition.job());
        }
    }
}
