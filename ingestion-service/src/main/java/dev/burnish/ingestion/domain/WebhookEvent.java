package dev.burnish.ingestion.domain;

import java.util.Arrays;
import java.util.Optional;

/** What a webhook can be told, under OpenAI's names. */
public enum WebhookEvent {
    JOB_SUCCEEDED("fine_tuning.job.succeeded"),
    JOB_FAILED("fine_tuning.job.failed"),
    JOB_CANCELLED("fine_tuning.job.cancelled"),
    /** Sent on request alone, to try whether the receiver hears. */
    TEST("webhook.test");

    private final String label;

    WebhookEvent(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Optional<WebhookEvent> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(event -> event.label.equals(label))
                .findFirst();
    }

    /** Empty for a job that has not ended. */
    public static Optional<WebhookEvent> of(JobState state) {
        return switch (state) {
            case JobState.Succeeded succeeded -> Optional.of(JOB_SUCCEEDED);
            case JobState.Failed failed -> Optional.of(JOB_FAILED);
            case JobState.Cancelled cancelled -> Optional.of(JOB_CANCELLED);
            default -> Optional.empty();
        };
    }
}
