package dev.burnish.contracts;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every kind of event: its topic, its CloudEvents {@code type} and its record. Within a version only optional fields are added; a breaking change is a new version beside
 * the old.
 */
public enum EventType {
    DATASET_SUBMITTED(Topics.DATASET_SUBMITTED, DatasetSubmitted.class),
    DATASET_FORMATTED(Topics.DATASET_FORMATTED, DatasetFormatted.class),
    DATASET_REJECTED(Topics.DATASET_REJECTED, DatasetRejected.class),
    JOB_PROGRESSED(Topics.JOB_PROGRESSED, JobProgressed.class),
    JOB_TRAINED(Topics.JOB_TRAINED, JobTrained.class),
    JOB_FAILED(Topics.JOB_FAILED, JobFailed.class),
    JOB_CANCEL_REQUESTED(Topics.JOB_CANCEL_REQUESTED, JobCancelRequested.class),
    JOB_CANCELLED(Topics.JOB_CANCELLED, JobCancelled.class),
    JOB_PAUSE_REQUESTED(Topics.JOB_PAUSE_REQUESTED, JobPauseRequested.class),
    JOB_PAUSED(Topics.JOB_PAUSED, JobPaused.class),
    JOB_RESUME_REQUESTED(Topics.JOB_RESUME_REQUESTED, JobResumeRequested.class),
    JOB_EVALUATED(Topics.JOB_EVALUATED, JobEvaluated.class),
    MODEL_DEPLOYED(Topics.MODEL_DEPLOYED, ModelDeployed.class),
    MODEL_ROLLED_BACK(Topics.MODEL_ROLLED_BACK, ModelRolledBack.class),
    FEEDBACK_RECORDED(Topics.FEEDBACK_RECORDED, FeedbackRecorded.class),
    API_KEY_CHANGED(Topics.API_KEY_CHANGED, ApiKeyChanged.class);

    private final String topic;
    private final String type;
    private final Class<? extends Event> record;

    EventType(String topic, Class<? extends Event> record) {
        this.topic = topic;
        this.type = "dev.burnish." + topic + ".v1";
        this.record = record;
    }

    public String topic() {
        return topic;
    }

    /** Whether the topic keeps the newest event about each subject for good (Kafka's {@code cleanup.policy=compact}), rather than all events for a while. */
    public boolean compacted() {
        return this == API_KEY_CHANGED;
    }

    /** The CloudEvents type, such as {@code dev.burnish.job.trained.v1}. */
    public String type() {
        return type;
    }

    public Class<? extends Event> record() {
        return record;
    }

    public static EventType of(Event event) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.record == event.getClass())
                .findFirst()
                .orElseThrow();
    }

    /** Empty for a type that this version does not know: a later version's, which a consumer ignores. */
    public static Optional<EventType> ofType(String type) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.type.equals(type))
                .findFirst();
    }
}
