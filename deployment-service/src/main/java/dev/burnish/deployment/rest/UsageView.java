package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** Tokens of the prompt, counted once, and of all answers. */
@JsonNaming(SnakeCaseStrategy.class)
record UsageView(int promptTokens, int completionTokens, int totalTokens) {
    UsageView(int promptTokens, int completionTokens) {
        this(promptTokens, completionTokens, promptTokens + completionTokens);
    }
}
