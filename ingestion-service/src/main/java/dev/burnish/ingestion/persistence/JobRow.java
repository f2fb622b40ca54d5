package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Hyperparameters;
import dev.burnish.ingestion.domain.Job;
import dev.burnish.ingestion.domain.JobError;
import dev.burnish.ingestion.domain.JobFindings;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.JobState;
import dev.burnish.ingestion.domain.Lora;
import dev.burnish.ingestion.domain.Method;
import dev.burnish.ingestion.domain.Schedule;
import dev.burnish.ingestion.domain.Submission;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A row of {@code job}. */
@Entity
@Table(name = "job")
class JobRow {
    @Id
    String id;

    String tenant;

    @Column(name = "created_at")
    Instant createdAt;

    String model;

    @Column(name = "training_file")
    String trainingFile;

    @Column(name = "validation_file")
    String validationFile;

    String suffix;
    long seed;
    Integer epochs;

    @Column(name = "batch_size")
    Integer batchSize;

    @Column(name = "learning_rate_multiplier")
    Double learningRateMultiplier;

    String method;
    Double beta;

    @Column(name = "lora_rank")
    int loraRank;

    @Column(name = "lora_alpha")
    double loraAlpha;

    @Column(name = "lora_dropout")
    double loraDropout;

    @Column(name = "lora_target_modules")
    String loraTargetModules;

    @Column(name = "lora_use_rslora")
    boolean loraUseRslora;

    @Column(name = "lora_use_dora")
    boolean loraUseDora;

    @Column(name = "lora_plus_ratio")
    double loraPlusRatio;

    @Column(name = "lora_base_weights")
    String loraBaseWeights;

    @Column(name = "early_stopping_patience")
    Integer earlyStoppingPatience;

    @Column(name = "lr_scheduler_type")
    String lrSchedulerType;

    @Column(name = "warmup_ratio")
    Double warmupRatio;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> metadata;

    @Column(name = "request_digest")
    String requestDigest;

    @Column(name = "idempotency_key")
    String idempotencyKey;

    String status;

    @Column(name = "finished_at")
    Instant finishedAt;

    @Column(name = "error_code")
    String errorCode;

    @Column(name = "error_message")
    String errorMessage;

    @Column(name = "error_param")
    String errorParam;

    String wish;

    @Column(name = "plan_epochs")
    Integer planEpochs;

    @Column(name = "plan_batch_size")
    Integer planBatchSize;

    @Column(name = "plan_learning_rate_multiplier")
    Double planLearningRateMultiplier;

    @Column(name = "plan_beta")
    Double planBeta;

    @Column(name = "trained_tokens")
    Long trainedTokens;

    @Column(name = "result_file")
    String resultFile;

    @Column(name = "progress_at")
    Instant progressAt;

    @Column(name = "estimated_finish")
    Instant estimatedFinish;

    static JobRow of(Job job, Submission submission) {
        JobRow row = new JobRow();
        row.id = job.id();
        row.tenant = job.tenant();
        row.createdAt = job.createdAt();
        row.requestDigest = submission.digest();
        row.idempotencyKey = submission.idempotencyKey();
        row.setSpecification(job.specification());
        row.setCourse(job);
        return row;
    }

    private void setSpecification(JobSpecification specification) {
        model = specification.model();
        trainingFile = specification.trainingFile();
        validationFile = specification.validationFile();
        suffix = specification.suffix();
        seed = specification.seed();
        epochs = specification.hyperparameters().epochs();
        batchSize = specification.hyperparameters().batchSize();
        learningRateMultiplier = specification.hyperparameters().learningRateMultiplier();
        beta = specification.hyperparameters().beta();
        method = specification.method().label();
        lrSchedulerType = specification.schedule().decay().label();
        warmupRatio = specification.schedule().warmupRatio();
        earlyStoppingPatience = specification.schedule().earlyStoppingPatience();
        setLora(specification.lora());
        metadata = specification.metadata();
    }

    private void setLora(Lora lora) {
        loraRank = lora.rank();
        loraAlpha = lora.alpha();
        loraDropout = lora.dropout();
        loraTargetModules = String.join(",", lora.targetModules());
        loraUseRslora = lora.useRslora();
        loraUseDora = lora.useDora();
        loraPlusRatio = lora.loraPlusRatio();
        loraBaseWeights = lora.baseWeights().label();
    }

    /** Takes over what changes in a job's life. */
    void setCourse(Job job) {
        status = job.state().label();
        finishedAt = job.state() instanceof JobState.Ended ended ? ended.finishedAt() : null;
        if (job.state() instanceof JobState.Failed failed) {
            errorCode = failed.error().code();
            errorMessage = failed.error().message();
            errorParam = failed.error().param();
        }
        wish = job.wish().label();
        setFindings(job.findings());
    }

    private void setFindings(JobFindings findings) {
        if (findings.plan() != null) {
            planEpochs = findings.plan().epochs();
            planBatchSize = findings.plan().batchSize();
            planLearningRateMultiplier = findings.plan().learningRateMultiplier();
            planBeta = findings.plan().beta();
        }
        trainedTokens = findings.trainedTokens();
        resultFile = findings.resultFile();
        if (findings.progress() != null) {
            progressAt = findings.progress().at();
            estimatedFinish = findings.progress().estimatedFinish();
        }
    }

    Job toJob() {
        return new Job(
                id,
                tenant,
                createdAt,
                specification(),
                state(),
                Job.Wish.valueOf(wish.toUpperCase(Locale.ROOT)),
                findings());
    }

    private JobSpecification specification() {
        return new JobSpecification(
                model,
                trainingFile,
                validationFile,
                suffix,
                seed,
                Method.valueOf(method.toUpperCase(Locale.ROOT)),
                new Hyperparameters(epochs, batchSize, learningRateMultiplier, beta),
                lora(),
                new Schedule(
                        Schedule.Decay.valueOf(lrSchedulerType.toUpperCase(Locale.ROOT)),
                        warmupRatio,
                        earlyStoppingPatience),
                metadata);
    }

    private Lora lora() {
        return new Lora(
                loraRank,
                loraAlpha,
                loraDropout,
                List.of(loraTargetModules.split(",", -1)),
                loraUseRslora,
                loraUseDora,
                loraPlusRatio,
                Lora.BaseWeights.valueOf(loraBaseWeights.toUpperCase(Locale.ROOT)));
    }

    private JobState state() {
        return switch (status) {
            case "validating_files" -> new JobState.ValidatingFiles();
            case "queued" -> new JobState.Queued();
            case "running" -> new JobState.Running();
            case "paused" -> new JobState.Paused();
            case "succeeded" -> new JobState.Succeeded(finishedAt);
            case "failed" -> new JobState.Failed(finishedAt, new JobError(errorCode, errorMessage, errorParam));
            case "cancelled" -> new JobState.Cancelled(finishedAt);
            default -> throw new IllegalStateException("job " + id + " has the unknown status " + status);
        };
    }

    private JobFindings findings() {
        return new JobFindings(
                planEpochs == null
                        ? null
                        : new Hyperparameters(planEpochs, planBatchSize, planLearningRateMultiplier, planBeta),
                trainedTokens,
                resultFile,
                progressAt == null ? null : new JobFindings.Progress(progressAt, estimatedFinish));
    }
}
