package dev.burnish.evaluation.app;

import dev.burnish.contracts.FineTuningJob;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.LossSums;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPairs;
import dev.burnish.evaluation.domain.PreferenceSums;
import dev.burnish.evaluation.domain.Question;
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

    /** So many of the examples are pairs; the base model ranks none of them as wished, the tuned one all. */
    int pairs;

    ScriptedPair(List<ChatExample> examples) {
        this.examples = examples;
    }

    @Override
    public ModelPair open(FineTuningJob job, Path adapter, Path validationSet) throws EvaluationFailedException {
        calls.add("open " + job.baseModel());
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
    public int pairs() {
        return pairs;
    }

    @Override
    public PreferenceSums preferences(Side side, int from, int to) {
        calls.add(side + " preferences " + from + " to " + to);
        int count = to - from;
        return side == Side.BASE
                ? new PreferenceSums(count * Math.log(2), count, 0)
                : new PreferenceSums(count * 0.25, count, count);
    }

    @Override
    public int tokens(String text) {
        return text.length();
    }

    @Override
    public String expected(Question question) {
        return question.expected().content();
    }

    @Override
    public List<String> answers(Side side, List<Question> questions, int maxTokens) {
        calls.add(side + " answers " + questions.size() + " in " + maxTokens);
        onAnswer.run();
        return questions.stream()
                .map(question ->
                        side == Side.BASE ? "" : question.messages().getLast().content())
                .toList();
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
