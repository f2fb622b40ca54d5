package dev.burnish.evaluation.app;

import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.LossSums;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPairs;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A pair whose tuned model echoes the last message and whose base model answers nothing; a token is a character, the base's loss is 2 a
 * token, the tuned one's 1.
 */
final class ScriptedPair implements ModelPairs, ModelPair {
    final List<String> calls = new ArrayList<>();
    private final List<ChatExample> examples;
    Runnable onAnswer = () -> {};

    ScriptedPair(List<ChatExample> examples) {
        this.examples = examples;
    }

    @Override
    public ModelPair open(String baseModel, Path adapter, Path validationSet) throws EvaluationFailedException {
        calls.add("open " + baseModel);
        return this;
    }

    @Override
    public List<ChatExample> examples() {
        return examples;
    }

    @Override
    public LossSums loss(Side side, int from, int to) {
        calls.add(side + " loss " + from + " to " + to);
        int tokens = examples.subList(from, to).stream()
                .mapToInt(example -> (int)
                        example.messages().stream().filter(ChatMessage::learned).count())
                .sum();
        return new LossSums(tokens * (side == Side.BASE ? 2.0 : 1.0), tokens);
    }

    @Override
    public int tokens(String text) {
        return text.length();
    }

    @Override
    public String answer(Side side, List<ChatMessage> messages, int maxTokens) {
        calls.add(side + " answers in " + maxTokens);
        onAnswer.run();
        return side == Side.BASE ? "" : messages.getLast().content();
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
