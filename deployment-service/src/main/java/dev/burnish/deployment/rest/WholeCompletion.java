package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.ServingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Collects a completion until all of it is there. */
final class WholeCompletion {
    private final Answers answers;
    private final List<StringBuilder> texts;
    private final List<Answer> finished = new ArrayList<>();
    private int tokens;

    WholeCompletion(Answers answers) {
        this.answers = answers;
        this.texts = IntStream.range(0, answers.choices())
                .mapToObj(choice -> new StringBuilder())
                .toList();
    }

    /** @throws ServingException the failure of any choice */
    Object await(CompletionShape shape) throws ServingException, InterruptedException {
        while (finished.size() < texts.size()) {
            switch (answers.next()) {
                case GenerationEvent.Started started -> {}
                case GenerationEvent.Text text -> texts.get(text.choice()).append(text.text());
                case GenerationEvent.Finished end -> {
                    tokens += end.tokens();
                    finished.add(
                            new Answer(end.choice(), texts.get(end.choice()).toString(), end.reason()));
                }
                case GenerationEvent.Failed failed -> throw failed.failure();
            }
        }
        finished.sort(Comparator.comparingInt(Answer::choice));
        return shape.whole(finished, new UsageView(answers.promptTokens(), tokens));
    }
}
