package dev.burnish.evaluation.engine;

import dev.burnish.contracts.Method;
import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExampleException;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.EncodedExamples;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.PreferenceExample;
import dev.burnish.llm.text.PreferenceExamples;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.training.PreferencePair;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Validation examples as text and as tokens, in the same order, without those in which nothing is learned.
 *
 * @param examples in a dpo job, with the preferred answers
 * @param pairs empty in a supervised job
 */
record ValidationSet(List<ChatExample> examples, List<EncodedExample> encoded, List<PreferencePair> pairs) {

    static ValidationSet read(Path file, Method method, TextModel model) throws EvaluationFailedException, IOException {
        ExampleEncoder encoder = new ExampleEncoder(model, model.maxPositions());
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            return switch (method) {
                case SUPERVISED -> ofConversations(ChatExamples.read(content), encoder);
                case DPO -> ofPairs(PreferenceExamples.read(content), encoder);
            };
        } catch (ChatExampleException | ChatTemplateException e) {
            throw new EvaluationFailedException(
                    Reason.INVALID_DATASET, "The validation set cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static ValidationSet ofConversations(List<ChatExample> all, ExampleEncoder encoder)
            throws ChatTemplateException {
        EncodedExamples encoded = encoder.encode(all);
        List<ChatExample> learned = all.stream()
                .filter(example -> !encoded.linesWithNothingLearned().contains(example.line()))
                .toList();
        return new ValidationSet(learned, encoded.examples(), List.of());
    }

    private static ValidationSet ofPairs(List<PreferenceExample> all, ExampleEncoder encoder)
            throws ChatTemplateException {
        List<PreferencePair> pairs = PreferencePair.encode(all, encoder);
        Set<Integer> lines = pairs.stream().map(pair -> pair.preferred().line()).collect(Collectors.toSet());
        return new ValidationSet(
                all.stream()
                        .filter(example -> lines.contains(example.line()))
                        .map(PreferenceExample::preferredExample)
                        .toList(),
                pairs.stream().map(PreferencePair::preferred).toList(),
                pairs);
    }
}
