package dev.burnish.ingestion.domain;

import static dev.burnish.ingestion.domain.JobHistory.job;
import static dev.burnish.ingestion.domain.JobHistory.jobAfter;
import static dev.burnish.ingestion.domain.JobHistory.resultFile;
import static dev.burnish.ingestion.domain.JobHistory.step;
import static dev.burnish.ingestion.domain.JobHistory.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.ingestion.domain.JobFindings.Progress;
import dev.burnish.ingestion.domain.JobHistory.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionTest {
    private static final Hyperparameters PLAN = new Hyperparameters(6, 4, 1.0, null);
    private static final JobError DIVERGED = new JobError("training_diverged", "The loss became NaN at step 31.", null);

    private static final Told VALIDATED = told(1, new Fact.FilesValidated(PLAN, List.of()));
    private static final Told BEGUN = told(2, step(0, 10, 0));
    private static final Told STEP_5 = told(3, step(5, 10, 120));
    private static final Told STEP_10 = told(4, step(10, 10, 60));
    private static final Told TRAINED = told(5, new Fact.Trained(270_720, resultFile("file-result"), List.of()));
    private static final Told EVALUATED =
            told(6, new Fact.Evaluated(40, new Fact.Scores(3.21, 0, null), new Fact.Scores(0.02, 0.95, null)));
    private static final Told DEPLOYED = told(7, new Fact.Deployed());
    private static final Told FAILED = told(6, new Fact.Failed(DIVERGED));
    private static final Told CANCELLED = told(5, new Fact.Cancelled(10));

    @Test
    void leadsAGoodJobFromValidationToTheDeployedModel() {
        assertThat(statusAfter()).isEqualTo("validating_files");
        assertThat(statusAfter(VALIDATED)).isEqualTo("queued");
        assertThat(statusAfter(VALIDATED, BEGUN)).isEqualTo("running");
        assertThat(statusAfter(VALIDATED, BEGUN, STEP_5, TRAINED)).isEqualTo("running");
        assertThat(statusAfter(VALIDATED, BEGUN, STEP_5, TRAINED, EVALUATED)).isEqualTo("running");
        assertThat(statusAfter(VALIDATED, BEGUN, STEP_5, TRAINED, EVALUATED, DEPLOYED))
                .isEqualTo("succeeded");
    }

    @Test
    void tellsTheUserWhatOpenAiWouldTell() {
        assertThat(messagesOf(List.of(VALIDATED, BEGUN, STEP_5, TRAINED, EVALUATED, DEPLOYED)))
                .extracting(JobMessage::text)
                .containsExactly(
                        "Files validated, moving job to queued state",
                        "Fine-tuning job started",
                        "Step 5/10: training loss=0.41",
                        "Evaluation on 40 examples: exact match 0.00 -> 0.95, loss 3.21 -> 0.02",
                        "New fine-tuned model created: ft:burnish-tiny:acme:tickets:7e6f5a4b",
                        "The job has successfully completed");
    }

    @Test
    void tellsWhereTheReportIsBeforeWhatBecomesOfTheFiles() {
        List<JobMessage> messages =
                messagesOf(List.of(told(1, new Fact.Reported(1, 1, null)), told(1, new Fact.Failed(DIVERGED))));

        assertThat(messages.getFirst().level()).isEqualTo(JobMessage.Level.WARN);
        assertThat(messages.getFirst().text())
                .startsWith("Dataset report: 1 error, 1 warning; see /v1/fine_tuning/jobs/")
                .endsWith("/report.html");
        assertThat(messages.getFirst().data()).isEqualTo(Map.of("errors", 1, "warnings", 1));
        assertThat(messages.getLast().level()).isEqualTo(JobMessage.Level.ERROR);
    }

    @Test
    void tellsHowFilesWereReadBeforeTheyAreCalledValid() {
        Told read = told(1, new Fact.FilesValidated(PLAN, List.of("Read the training file as Parquet")));

        assertThat(messagesOf(List.of(read)))
                .extracting(JobMessage::text)
                .containsExactly("Read the training file as Parquet", "Files validated, moving job to queued state");
    }

    static Stream<List<List<Told>>> courses() {
        return Stream.of(
                List.of(
                        List.of(VALIDATED),
                        List.of(BEGUN, STEP_5, STEP_10),
                        List.of(TRAINED),
                        List.of(EVALUATED),
                        List.of(DEPLOYED)),
                List.of(List.of(VALIDATED), List.of(BEGUN, STEP_5, STEP_10), List.of(TRAINED), List.of(FAILED)),
                List.of(List.of(VALIDATED), List.of(BEGUN, STEP_5, STEP_10), List.of(CANCELLED)));
    }

    /** Topics are read independently: their events interleave in any way, while those of one topic keep their order. */
    @ParameterizedTest
    @MethodSource("courses")
    void endsTheSameHoweverTheTopicsInterleave(List<List<Told>> topics) {
        List<Told> inOrder = topics.stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Told::at))
                .toList();
        Job expected = jobAfter(inOrder);
        List<JobMessage> expectedMessages = messagesOf(inOrder);

        List<List<Told>> interleavings = interleavings(topics);

        assertThat(interleavings).hasSizeGreaterThanOrEqualTo(20).allSatisfy(told -> {
            assertThat(jobAfter(told)).isEqualTo(expected);
            assertThat(messagesOf(told)).containsExactlyInAnyOrderElementsOf(expectedMessages);
        });
    }

    @Test
    void neverLeavesTheStateInWhichAJobEnded() {
        List<Told> all = List.of(
                VALIDATED, BEGUN, STEP_5, STEP_10, TRAINED, EVALUATED, DEPLOYED, FAILED, CANCELLED, rolledBack());
        for (Told end : List.of(DEPLOYED, FAILED, CANCELLED)) {
            JobState ended = jobAfter(List.of(VALIDATED, BEGUN, end)).state();
            for (Told late : all) {
                assertThat(jobAfter(List.of(VALIDATED, BEGUN, end, late)).state())
                        .isEqualTo(ended);
            }
        }
    }

    @Test
    void doesNotAnnounceAModelAfterTheJobWasCancelled() {
        assertThat(messagesOf(List.of(VALIDATED, CANCELLED, DEPLOYED, FAILED)))
                .extracting(JobMessage::text)
                .containsExactly("Files validated, moving job to queued state", "The job was cancelled after step 10");
    }

    @Test
    void keepsWhatATrainingFoundEvenIfItComesAfterTheEnd() {
        Job job = jobAfter(List.of(DEPLOYED, TRAINED, VALIDATED));

        assertThat(job.findings().trainedTokens()).isEqualTo(270_720);
        assertThat(job.findings().resultFile()).isEqualTo("file-result");
        assertThat(job.hyperparameters()).isEqualTo(PLAN);
    }

    @Test
    void keepsTheFirstResultFile() {
        Told again = told(6, new Fact.Trained(1, resultFile("file-other"), List.of()));

        assertThat(jobAfter(List.of(TRAINED, again)).findings())
                .isEqualTo(jobAfter(List.of(TRAINED)).findings());
    }

    @Test
    void tellsWhyAJobFailed() {
        assertThat(jobAfter(List.of(VALIDATED, FAILED)).state()).isEqualTo(new JobState.Failed(FAILED.at(), DIVERGED));
        assertThat(messagesOf(List.of(FAILED)))
                .containsExactly(JobMessage.error(FAILED.at(), "The loss became NaN at step 31."));
    }

    @Test
    void tellsThatTrainingStartsAgainAfterAnInterruption() {
        Told again = told(9, step(0, 10, 0));

        assertThat(messagesOf(List.of(BEGUN, STEP_5, again)).getLast())
                .isEqualTo(JobMessage.warn(again.at(), "Training was interrupted and starts again"));
    }

    @Test
    void tellsThatACancellationCameTooLate() {
        Transition transition = Transition.of(job().wished(Job.Wish.CANCEL), TRAINED.fact(), TRAINED.at());

        assertThat(transition.messages())
                .extracting(JobMessage::text)
                .containsExactly("Training finished before the job could be cancelled");
        assertThat(transition.job().stoppable()).isFalse();
    }

    @Test
    void estimatesTheFinishFromTheNewestStepWhileItTrains() {
        assertThat(jobAfter(List.of(VALIDATED)).estimatedFinish()).isEmpty();
        assertThat(jobAfter(List.of(BEGUN)).estimatedFinish()).isEmpty();
        assertThat(jobAfter(List.of(BEGUN, STEP_5, STEP_10)).estimatedFinish())
                .contains(STEP_10.at().plusSeconds(60));
        assertThat(jobAfter(List.of(STEP_10, STEP_5)).estimatedFinish())
                .contains(STEP_10.at().plusSeconds(60));
        assertThat(jobAfter(List.of(BEGUN, STEP_5, DEPLOYED)).estimatedFinish()).isEmpty();
    }

    @Test
    void givesNoEstimateForAnAbsurdTime() {
        for (double seconds : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1, 1e300}) {
            assertThat(jobAfter(List.of(told(3, step(5, 10, seconds))))
                            .findings()
                            .progress())
                    .isEqualTo(new Progress(STEP_5.at(), null));
        }
    }

    @Test
    void givesTheFiguresOfAStepWithoutThoseThatJsonCannotHold() {
        TrainingStep step =
                new TrainingStep(5, 10, 0.5, 0.4125, 0.91, 0.002, Double.NaN, 5321.5, 12.5, null, null, null, null);

        JobMessage message =
                messagesOf(List.of(told(3, new Fact.StepDone(step)))).getFirst();

        assertThat(message.type()).isEqualTo(JobMessage.Type.METRICS);
        assertThat(message.data())
                .isEqualTo(Map.of(
                        "step", 5,
                        "total_steps", 10,
                        "epoch", 0.5,
                        "train_loss", 0.4125,
                        "train_mean_token_accuracy", 0.91,
                        "learning_rate", 0.002,
                        "tokens_per_second", 5321.5,
                        "seconds_left", 12.5));
    }

    @Test
    void tellsThatAModelWasTakenOutOfService() {
        assertThat(messagesOf(List.of(DEPLOYED, rolledBack())).getLast())
                .isEqualTo(
                        JobMessage.warn(
                                rolledBack().at(),
                                "ft:burnish-tiny:acme:tickets:7e6f5a4b was taken out of service for ft:other: Exact match fell."));
    }

    @Test
    void tellsHowADpoJobRanksPairs() {
        Told step = told(
                3,
                new Fact.StepDone(
                        new TrainingStep(5, 10, 0.5, 0.61, 0, 0.002, 0.87, 5321.5, 12.5, 0.75, null, null, null)));
        Told evaluated =
                told(6, new Fact.Evaluated(40, new Fact.Scores(3.21, 0, 0.5), new Fact.Scores(3.3, 0.1, 0.925)));

        List<JobMessage> messages = messagesOf(List.of(VALIDATED, BEGUN, step, TRAINED, evaluated));

        assertThat(messages.get(2).data())
                .containsEntry("train_pair_accuracy", 0.75)
                .doesNotContainKey("train_mean_token_accuracy");
        assertThat(messages.get(3).text())
                .isEqualTo(
                        "Evaluation on 40 examples: exact match 0.00 -> 0.10, loss 3.21 -> 3.30, pairs ranked as wished 0.50 -> 0.93");
        assertThat(messages.get(3).data())
                .containsEntry("base_pair_accuracy", 0.5)
                .containsEntry("tuned_pair_accuracy", 0.925);
    }

    @Test
    void tellsNoLossOfAModelWhoseProviderDoesNotTellIt() {
        Told evaluated =
                told(6, new Fact.Evaluated(40, new Fact.Scores(null, 0, null), new Fact.Scores(null, 0.5, null)));

        JobMessage message =
                messagesOf(List.of(VALIDATED, BEGUN, TRAINED, evaluated)).getLast();

        assertThat(message.text()).isEqualTo("Evaluation on 40 examples: exact match 0.00 -> 0.50");
        assertThat(message.data()).containsEntry("tuned_exact_match", 0.5).doesNotContainKey("tuned_loss");
    }

    @Test
    void tellsTheValidationLoss() {
        Fact step = new Fact.StepDone(
                new TrainingStep(5, 10, 0.5, 0.412, 0.91, 0.002, 0.87, 5321.5, 12.5, null, 0.5, 0.75, null));

        JobMessage message = messagesOf(List.of(told(3, step))).getFirst();

        assertThat(message.text()).isEqualTo("Step 5/10: training loss=0.41, full validation loss=0.50");
        assertThat(message.data())
                .containsEntry("full_valid_loss", 0.5)
                .containsEntry("full_valid_mean_token_accuracy", 0.75);
    }

    @Test
    void tellsWhereTrainingWentOnAfterAnInterruption() {
        Fact step = new Fact.StepDone(
                new TrainingStep(5, 10, 0.5, 0.412, 0.91, 0.002, 0.87, 5321.5, 12.5, null, null, null, 3));

        assertThat(messagesOf(List.of(told(3, step))))
                .extracting(JobMessage::text)
                .containsExactly("Training goes on from step 3", "Step 5/10: training loss=0.41");
    }

    private static Told rolledBack() {
        return told(8, new Fact.RolledBack("ft:other", "Exact match fell."));
    }

    private static List<List<Told>> interleavings(List<List<Told>> topics) {
        List<List<Told>> all = new ArrayList<>();
        interleave(topics, List.of(), all);
        return all;
    }

    private static void interleave(List<List<Told>> rest, List<Told> taken, List<List<Told>> all) {
        if (rest.stream().allMatch(List::isEmpty)) {
            all.add(taken);
        }
        for (int i = 0; i < rest.size(); i++) {
            if (!rest.get(i).isEmpty()) {
                List<List<Told>> next = new ArrayList<>(rest);
                next.set(i, rest.get(i).subList(1, rest.get(i).size()));
                List<Told> longer = new ArrayList<>(taken);
                longer.add(rest.get(i).getFirst());
                interleave(next, longer, all);
            }
        }
    }

    private static String statusAfter(Told... told) {
        return jobAfter(List.of(told)).state().label();
    }

    private static List<JobMessage> messagesOf(List<Told> told) {
        Job job = job();
        List<JobMessage> messages = new ArrayList<>();
        for (Told next : told) {
            Transition transition = Transition.of(job, next.fact(), next.at());
            job = transition.job();
            messages.addAll(transition.messages());
        }
        return messages;
    }
}
