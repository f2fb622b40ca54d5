package dev.burnish.llm.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.Precision;
import dev.burnish.llm.generation.DecodedToken;
import dev.burnish.llm.generation.DecodingBatch;
import dev.burnish.llm.generation.DecodingSequence;
import dev.burnish.llm.generation.NoFreeSlotException;
import dev.burnish.llm.generation.Penalties;
import dev.burnish.llm.generation.SamplingSettings;
import dev.burnish.llm.generation.ServedAdapter;
import dev.burnish.llm.generation.TokenLogprobs;
import dev.burnish.llm.generation.Truncation;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Burnish's side of the comparison of decoding. */
public final class DecodingSide {

    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable BaseModel model;
    private final List<ServedAdapter> adapters = new ArrayList<>();

    private DecodingSide() {}

    /** @param arguments the number of threads */
    public static void main(String[] arguments) throws Exception {
        DecodingSide side = new DecodingSide();
        new Side()
                .on("load", side::load)
                .on("adapters", side::adapters)
                .on("round", side::round)
                .serve(Integer.parseInt(arguments[0]));
    }

    /** {@code model}, {@code dtype}, and how its matrices are kept, unless as they are: {@code quantisation}. */
    private Map<String, ?> load(JsonNode request) throws IOException {
        Path directory = Path.of(request.path("model").asText());
        Precision precision = Precision.valueOf(request.path("dtype").asText());
        model = request.has("quantisation")
                ? BaseModel.load(
                        directory,
                        precision,
                        Quantisation.valueOf(request.path("quantisation").asText()))
                : BaseModel.load(directory, precision);
        return Map.of();
    }

    /** The adapters of {@code directories}, which rounds name by their place. */
    private Map<String, ?> adapters(JsonNode request) throws IOException {
        for (JsonNode directory : request.path("directories")) {
            try (LoraAdapter adapter = LoraAdapter.load(Path.of(directory.asText()), model())) {
                adapters.add(ServedAdapter.of(adapter, model()));
            }
        }
        return Map.of();
    }

    /**
     * Generates {@code new_tokens} greedily after each of {@code prompts}, with the adapter of the same place in {@code adapters} if there
     * are any, {@code together} or one after another.
     */
    private Map<String, ?> round(JsonNode request) throws NoFreeSlotException {
        List<Answer> answers = answers(request);
        SamplingSettings settings = settings(request);
        int slots = request.path("together").asBoolean() ? answers.size() : 1;
        int longest = settings.maxTokens()
                + answers.stream()
                        .mapToInt(answer -> answer.prompt.length)
                        .max()
                        .orElseThrow();
        long begin = System.nanoTime();
        try (DecodingBatch batch = new DecodingBatch(model(), slots, longest)) {
            generate(batch, answers, settings);
        }
        long end = System.nanoTime();
        long allRead =
                answers.stream().mapToLong(answer -> answer.firstToken).max().orElseThrow();
        return Map.of(
                "seconds",
                (end - begin) / 1e9,
                "decoding_seconds",
                (end - allRead) / 1e9,
                "tokens",
                answers.stream().map(answer -> answer.tokens).toList(),
                "likeliest",
                answers.stream().map(answer -> answer.likeliest).toList());
    }

    private void generate(DecodingBatch batch, List<Answer> answers, SamplingSettings settings)
            throws NoFreeSlotException {
        Map<DecodingSequence, Answer> running = new HashMap<>();
        int joined = 0;
        while (joined < answers.size() || !running.isEmpty()) {
            while (joined < answers.size() && batch.freeSlots() > 0) {
                Answer answer = answers.get(joined++);
                running.put(batch.join(answer.prompt, answer.adapter, settings), answer);
            }
            for (DecodedToken token : batch.step()) {
                Answer answer =
                        token.finishReason() == null ? running.get(token.sequence()) : running.remove(token.sequence());
                if (answer != null) {
                    answer.add(token);
                }
            }
        }
    }

    private List<Answer> answers(JsonNode request) {
        List<Answer> answers = new ArrayList<>();
        for (JsonNode prompt : request.path("prompts")) {
            JsonNode adapter = request.path("adapters").path(answers.size());
            answers.add(new Answer(
                    JSON.convertValue(prompt, int[].class),
                    adapter.isMissingNode() ? null : adapters.get(adapter.asInt())));
        }
        return answers;
    }

    private static SamplingSettings settings(JsonNode request) {
        int likeliest = request.path("likeliest").asInt(SamplingSettings.NO_LOGPROBS);
        return new SamplingSettings(
                0, Truncation.NONE, Penalties.NONE, request.path("new_tokens").asInt(), 0, Set.of(), likeliest);
    }

    private BaseModel model() {
        if (model == null) {
            throw new IllegalStateException("load comes before everything else");
        }
        return model;
    }

    /** What comes for one prompt. */
    private static final class Answer {

        private final int[] prompt;
        private final @Nullable ServedAdapter adapter;
        private final List<Integer> tokens = new ArrayList<>();
        private final List<List<TokenLogprobs.Alternative>> likeliest = new ArrayList<>();
        private long firstToken;

        Answer(int[] prompt, @Nullable ServedAdapter adapter) {
            this.prompt = prompt;
            this.adapter = adapter;
        }

        void add(DecodedToken token) {
            if (tokens.isEmpty()) {
                firstToken = System.nanoTime();
            }
            tokens.add(token.token());
            if (token.logprobs() != null) {
                likeliest.add(token.logprobs().likeliest());
            }
        }
    }
}
