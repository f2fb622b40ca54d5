package dev.burnish.training.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.BaseWeights;
import dev.burnish.contracts.DatasetFormatted;
import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.JobCheckpoint;
import dev.burnish.contracts.JobPauseRequested;
import dev.burnish.contracts.JobPaused;
import dev.burnish.contracts.JobProgressed;
import dev.burnish.contracts.JobResumeRequested;
import dev.burnish.contracts.JobTrained;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Topics;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.Ids;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.TestTopics;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs that users hold back and let go on, and what is kept of runs. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class TrainingControlTest {
    private static final Lora LORA = new Lora(4, 8, 0.1);
    private static final TrainingPlan SHORT = new TrainingPlan(3, 4, 1);
    /** More steps than a pause takes to come through. */
    private static final TrainingPlan LONG = new TrainingPlan(30, 1, 0.1);

    private final TestTopics topics = new TestTopics();

    @Inject
    ObjectStore storage;

    @Inject
    DataSource database;

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void pausesARunAndEndsItInTheSameAdapterAsOneThatWasNotPaused() throws Exception {
        DatasetFormatted whole = jobs().dataset(SmallModels.SMALL, 42, LONG, LORA);
        topics.publish(TrainingJobs.envelope(whole, 1));
        JobTrained expected = trained(whole);

        DatasetFormatted dataset = jobs().dataset(SmallModels.SMALL, 42, LONG, LORA);
        String job = dataset.job().id();
        topics.publish(TrainingJobs.envelope(dataset, 1));
        topics.await(
                Topics.JOB_PROGRESSED,
                envelope -> envelope.event() instanceof JobProgressed progressed
                        && progressed.jobId().equals(job)
                        && progressed.step() > 0,
                1);
        ask(new JobPauseRequested(job), 2);
        JobPaused paused = (JobPaused) topics.await(Topics.JOB_PAUSED, job).event();
        assertThat(paused.step()).isBetween(1, 299);
        assertThat(state("training_run", "job_id", job)).isEqualTo("PAUSED");
        assertThat(state("work", "id", job)).isEqualTo("PAUSED");

        DatasetFormatted other = jobs().dataset(SmallModels.SMALL, 7, SHORT, LORA);
        topics.publish(TrainingJobs.envelope(other, 1));
        trained(other);

        ask(new JobResumeRequested(job), 3);
        JobTrained trained = trained(dataset);
        assertThat(requireNonNull(trained.adapter()).weights().sha256())
                .isEqualTo(requireNonNull(expected.adapter()).weights().sha256());
        assertThat(trained.metrics().sha256()).isEqualTo(expected.metrics().sha256());
        assertThat(jobs().events(topics, Topics.JOB_PROGRESSED, job, JobProgressed.class))
                .extracting(JobProgressed::step)
                .doesNotHaveDuplicates()
                .isSorted()
                .startsWith(0)
                .endsWith(300);
        assertThat(rows("resume_point", job)).isZero();
    }

    @Test
    void remembersAPauseThatComesBeforeTheDataSet() throws Exception {
        DatasetFormatted dataset = jobs().dataset(SmallModels.SMALL, 42, SHORT, LORA);
        String job = dataset.job().id();
        ask(new JobPauseRequested(job), 2);
        assertThat(topics.await(Topics.JOB_PAUSED, job).event()).isEqualTo(new JobPaused(job, 0));

        topics.publish(TrainingJobs.envelope(dataset, 1));
        DatasetFormatted later = jobs().dataset(SmallModels.SMALL, 7, SHORT, LORA);
        topics.publish(TrainingJobs.envelope(later, 1));
        trained(later);
        assertThat(state("training_run", "job_id", job)).isEqualTo("PAUSED");

        ask(new JobResumeRequested(job), 3);
        trained(dataset);
    }

    @Test
    void tellsTheAdaptersOfTheLastThreeEpochs() throws Exception {
        DatasetFormatted dataset = jobs().dataset(SmallModels.SMALL, 42, new TrainingPlan(4, 5, 1), LORA);
        topics.publish(TrainingJobs.envelope(dataset, 1));
        JobTrained trained = trained(dataset);

        assertThat(trained.checkpoints()).extracting(JobCheckpoint::step).containsExactly(4, 6, 8);
        JobCheckpoint last = trained.checkpoints().getLast();
        assertThat(last.adapter().weights().sha256())
                .isEqualTo(requireNonNull(trained.adapter()).weights().sha256());
        assertThat(last.adapter().weights().key())
                .isNotEqualTo(requireNonNull(trained.adapter()).weights().key());
        assertThat(jobs().events(topics, Topics.JOB_PROGRESSED, dataset.job().id(), JobProgressed.class)
                        .getLast()
                        .validLoss())
                .isEqualTo(last.validLoss());
        assertThat(last.validLoss()).isPositive();
    }

    @Test
    void trainsOverABaseModelInFewerBits() throws Exception {
        for (BaseWeights weights : List.of(BaseWeights.INT8, BaseWeights.NF4)) {
            Lora lora = new Lora(4, 8, 0, Lora.ALL_LINEAR, false, false, 1, weights);
            DatasetFormatted dataset = jobs().dataset(SmallModels.SMALL, 42, new TrainingPlan(8, 4, 5), lora);
            topics.publish(TrainingJobs.envelope(dataset, 1));

            List<String> lines = jobs().text(trained(dataset).metrics()).lines().toList();
            double first = Double.parseDouble(lines.get(1).split(",", -1)[1]);
            double last = Double.parseDouble(lines.getLast().split(",", -1)[1]);
            assertThat(last).as(weights.name()).isLessThan(first);
        }
    }

    private void ask(Event request, long sequence) {
        topics.publish(
                new Envelope(Ids.create("event-"), "/burnish/ingestion", Instant.now(), "acme", sequence, request));
    }

    private JobTrained trained(DatasetFormatted dataset) {
        return (JobTrained) topics.await(Topics.JOB_TRAINED, dataset.job().id()).event();
    }

    private String state(String table, String key, String job) {
        return new Statements(database)
                .query("select state from " + table + " where " + key + " = ?", row -> row.getString(1), job)
                .getFirst();
    }

    private int rows(String table, String job) {
        return new Statements(database)
                .query("select 1 from " + table + " where job_id = ?", row -> 1, job)
                .size();
    }

    private TrainingJobs jobs() {
        return new TrainingJobs(storage);
    }
}
