package dev.burnish.training.engine;

import dev.burnish.llm.text.ChatExampleException;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.PreferenceExamples;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.training.PreferencePair;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.domain.RunFailedException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads canonical files as a base model's tokens. */
final class TrainingSets {
    private final ExampleEncoder encoder;

    TrainingSets(TextModel model) {
        encoder = new ExampleEncoder(model, model.maxPositions());
    }

    /** Reads one kind of canonical file. */
    private interface Reader<T> {
        List<T> read(InputStream content) throws IOException, ChatTemplateException;
    }

    List<EncodedExample> conversations(Path file) throws RunFailedException, IOException {
        return read(file, content -> encoder.encode(ChatExamples.read(content)).examples());
    }

    List<PreferencePair> pairs(Path file) throws RunFailedException, IOException {
        return read(file, content -> PreferencePair.encode(PreferenceExamples.read(content), encoder));
    }

    private static <T> List<T> read(Path file, Reader<T> reader) throws RunFailedException, IOException {
        try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
            return reader.read(content);
        } catch (ChatExampleException | ChatTemplateException e) {
            throw new RunFailedException(
                    Reason.INVALID_DATASET, file.getFileName() + " cannot be used: " + e.getMessage() + ".", e);
        }
    }
}
