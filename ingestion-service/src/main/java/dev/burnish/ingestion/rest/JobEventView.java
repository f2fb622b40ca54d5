package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.domain.JobEvent;
import dev.burnish.ingestion.domain.JobMessage;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's event object. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record JobEventView(
        String object,
        String id,
        long createdAt,
        String level,
        String message,
        String type,
        @Nullable Map<String, Number> data) {
    static JobEventView of(JobEvent event) {
        JobMessage message = event.message();
        return new JobEventView(
                "fine_tuning.job.event",
                event.id(),
                message.at().getEpochSecond(),
                message.level().name().toLowerCase(Locale.ROOT),
                message.text(),
                message.type().name().toLowerCase(Locale.ROOT),
                message.data().isEmpty() ? null : message.data());
    }
}
