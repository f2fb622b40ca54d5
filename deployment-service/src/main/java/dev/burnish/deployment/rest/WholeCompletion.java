package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.PlacedScore;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Collects a completion until all of it is there. */
final class WholeCompletion {
    private final Answers answers;
    private final List<StringBuilder> texts;
    private final List<List<PlacedScore>> scores;
    private final Map<Integer, List<ToolCall>> calls = new HashMap<>();
    private final List<Answer> finished = new ArrayList<>();
    private int tokens;

    WholeCompletion(Answers answers) {
        this.answers = answers;
        this.texts = IntStream.range(0, answers.choices())
                .mapToObj(choice -> new StringBuilder())
                .toList();
        this.scores =
                texts.stream().<List<PlacedScore>>map(text -> new ArrayList<>()).toList();
    }

    /** @throws ServingException the failure of any choice */
    Object await(CompletionShape shape) throws ServingException, InterruptedException {
        while (finished.size() < texts.size()) {
            switch (answers.next()) {
                case GenerationEvent.Started started -> {}
                case GenerationEvent.Text text -> {
                    texts.get(text.choice()).append(text.text());
                    scores.get(text.choice()).addAll(text.scores());
                }
                case GenerationEvent.Called called -> calls.put(called.choice(), called.calls());
                case GenerationEvent.Finished end -> {
                    tokens += end.tokens();
                    finished.add(new Answer(
                            end.choice(),
                            texts.get(end.choice()).toString(),
                            scores.get(end.choice()),
                            calls.getOrDefault(end.choice(), List.of()),
                            end.reason()));
                }
                case GenerationEvent.Failed failed -> throw failed.failure();
            }
        }
        finished.sort(Comparator.comparingInt(Answer::choice));
        return shape.whole(finished, new UsageView(answers.promptTokens(), tokens));
    }
}
