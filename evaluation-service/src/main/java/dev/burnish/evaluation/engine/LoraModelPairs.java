package dev.burnish.evaluation.engine;

import dev.burnish.evaluation.domain.EvaluationFailedException;
import dev.burnish.evaluation.domain.EvaluationFailedException.Reason;
import dev.burnish.evaluation.domain.ModelPair;
import dev.burnish.evaluation.domain.ModelPairs;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExampleException;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.EncodedExamples;
import dev.burnish.llm.text.ExampleEncoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pairs that run on llm-core. */
@ApplicationScoped
public class LoraModelPairs implements ModelPairs {
    private final DeviceEngine engine;
    private final LoadedModels models;

    public LoraModelPairs(DeviceEngine engine, LoadedModels models) {
        this.engine = engine;
        this.models = models;
    }

    @Override
    public ModelPair open(String baseModel, Path adapter, Path validationSet)
            throws EvaluationFailedException, IOException {
        LoadedModel base = models.get(baseModel);
        List<ChatExample> all = examples(validationSet);
        EncodedExamples encoded = encoded(all, base);
        List<ChatExample> learned = all.stream()
                .filter(example -> !encoded.linesWithNothingLearned().contains(example.line()))
                .toList();
        return new LoraModelPair(engine, base, loaded(adapter, base), learned, encoded.examples());
    }

    private LoraAdapter loaded(Path directory, LoadedModel base) throws EvaluationFailedException, IOException {
        try {
            return engine.call(() -> LoraAdapter.load(directory, base.weights()));
        } catch (CheckpointException e) {
            throw new EvaluationFailedException(
                    Reason.ADAPTER_UNREADABLE, "The adapter cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static List<ChatExample> examples(Path file) throws EvaluationFailedException, IOException {
        try (InputStream examples = new BufferedInputStream(Files.newInputStream(file))) {
            return ChatExamples.read(examples);
        } catch (ChatExampleException e) {
            throw invalid(e);
        }
    }

    private static EncodedExamples encoded(List<ChatExample> examples, LoadedModel base)
            throws EvaluationFailedException {
        try {
            return new ExampleEncoder(base.text(), base.text().maxPositions()).encode(examples);
        } catch (ChatTemplateException e) {
            throw invalid(e);
        }
    }

    private static EvaluationFailedException invalid(Exception e) {
        return new EvaluationFailedException(
                Reason.INVALID_DATASET, "The validation set cannot be used: " + e.getMessage() + ".", e);
    }
}
