package dev.burnish.contracts;

/** The names of all topics; each is the past-tense name of the one kind of event it carries. */
public final class Topics {
    public static final String DATASET_SUBMITTED = "dataset.submitted";
    public static final String DATASET_FORMATTED = "dataset.formatted";
    public static final String DATASET_REJECTED = "dataset.rejected";
    public static final String JOB_PROGRESSED = "job.progressed";
    public static final String JOB_TRAINED = "job.trained";
    public static final String JOB_FAILED = "job.failed";
    public static final String JOB_CANCEL_REQUESTED = "job.cancel-requested";
    public static final String JOB_CANCELLED = "job.cancelled";
    public static final String JOB_PAUSE_REQUESTED = "job.pause-requested";
    public static final String JOB_PAUSED = "job.paused";
    public static final String JOB_RESUME_REQUESTED = "job.resume-requested";
    public static final String JOB_EVALUATED = "job.evaluated";
    public static final String MODEL_DEPLOYED = "model.deployed";
    public static final String MODEL_ROLLED_BACK = "model.rolled-back";
    public static final String FEEDBACK_RECORDED = "feedback.recorded";
    public static final String API_KEY_CHANGED = "api-key.changed";

    private Topics() {}

    /** The topic that keeps, byte for byte, every record that {@code service} could not read. */
    public static String deadLetters(String service) {
        return service + ".dead-letters";
    }
}
