package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.Finish;
import dev.burnish.deployment.domain.PlacedScore;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.List;

/** One choice of a completion, whole. */
record Answer(int choice, String text, List<PlacedScore> scores, List<ToolCall> calls, Finish finish) {}
