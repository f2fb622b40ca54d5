package dev.burnish.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobSpecificationTest {
    @Test
    void readsFromItsMetadataWhichColumnsAreNamed() {
        assertThat(columns(Map.of(
                        "prompt_column",
                        "Frage",
                        "completion_column",
                        "Antwort",
                        "colour_column",
                        "red",
                        "prompt",
                        "x")))
                .isEqualTo(Map.of("prompt", "Frage", "completion", "Antwort"));
        assertThat(columns(Map.of("team", "support"))).isEmpty();
        assertThat(columns(null)).isEmpty();
    }

    private static Map<String, String> columns(@Nullable Map<String, String> metadata) {
        return new JobSpecification(
                        "burnish-tiny",
                        "file-t",
                        null,
                        null,
                        42,
                        Method.SUPERVISED,
                        new Hyperparameters(null, null, null, null),
                        Lora.DEFAULT,
                        Schedule.DEFAULT,
                        metadata)
                .columns();
    }
}
