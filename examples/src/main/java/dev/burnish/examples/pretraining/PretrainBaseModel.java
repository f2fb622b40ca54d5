package dev.burnish.examples.pretraining;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.examples.corpus.Corpus;
import dev.burnish.examples.tokenizer.TokenizerFiles;
import dev.burnish.llm.Engine;
import dev.burnish.llm.Precision;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.model.Rope;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.Tokenizer;
import dev.burnish.llm.training.FullTraining;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.llm.training.OptimizerSettings;
import dev.burnish.llm.training.StepReport;
import dev.burnish.llm.training.TrainingDivergedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes the small base model: trains its tokenizer, then its weights, and writes both in Hugging Face layout. */
public final class PretrainBaseModel {

    private static final long TOKENIZER_SEED = 1;
    private static final long WEIGHTS_SEED = 2;
    private static final long TRAINING_SEED = 3;
    private static final long PROBE_SEED = 1_000_000;
    private static final int TOKENIZER_CONVERSATIONS = 30_000;
    private static final int REPORT_STEPS = 50;
    private static final int PROBE_STEPS = 250;
    private static final int WARMUP_STEPS = 100;
    private static final double COPY_LEARNING_RATE = 1e-3;
    private static final double PEAK_LEARNING_RATE = 2e-3;
    private static final double LAST_LEARNING_RATE = 1e-4;
    private static final double COPIES_WELL = 0.97;
    private static final List<Curriculum.CopyLesson> COPY_LESSONS = List.of(new Curriculum.CopyLesson(4096, 32));
    private static final MemoryPlan MEMORY = new MemoryPlan(4096, Integer.MAX_VALUE);

    private static final ModelConfig CONFIG =
            new ModelConfig(4096, 256, 704, 4, 4, 4, 64, 1024, 1e-5, true, new Rope(10_000, null));

    private final Path directory;
    private final int copySteps;
    private final int conversationSteps;

    private PretrainBaseModel(Path directory, int copySteps, int conversationSteps) {
        this.directory = directory;
        this.copySteps = copySteps;
        this.conversationSteps = conversationSteps;
    }

    /** Arguments: the directory to write, then the most steps of each lesson in copying and the steps of conversations. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: PretrainBaseModel <directory> <copy steps> <conversation steps>");
            System.exit(2);
        }
        PretrainBaseModel pretraining = new PretrainBaseModel(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        pretraining.run();
    }

    private void run() throws Exception {
        Files.createDirectories(directory);
        Corpus corpus = new Corpus(TOKENIZER_SEED);
        Stream<String> texts = Stream.generate(corpus::next)
                .limit(TOKENIZER_CONVERSATIONS)
                .flatMap(List::stream)
                .map(ChatMessage::content);
        TokenizerFiles.write(directory, texts, CONFIG.vocabularySize(), CONFIG.maxPositions());
        writeConfig();
        try (Tokenizer tokenizer = Tokenizer.load(directory);
                Engine engine = Engine.start()) {
            System.out.printf("tokenizer: %d tokens%n", tokenizer.vocabularySize());
            engine.call(() -> {
                train(tokenizer, engine.precision());
                return true;
            });
        }
    }

    private void train(Tokenizer tokenizer, Precision precision) throws IOException, TrainingDivergedException {
        Curriculum curriculum = new Curriculum(TRAINING_SEED, tokenizer);
        SkillProbes probes = new SkillProbes(PROBE_SEED, tokenizer);
        try (BaseModel model = BaseModel.initialise(CONFIG, new CopyingCircuit(CONFIG, WEIGHTS_SEED))) {
            for (Curriculum.CopyLesson lesson : COPY_LESSONS) {
                learnToCopy(model, curriculum, lesson, precision);
            }
            try (FullTraining conversations = new FullTraining(model, precision, optimizer(0.05), MEMORY)) {
                for (int step = 1; step <= conversationSteps; step++) {
                    report(conversations, curriculum.conversations(), learningRate(step));
                    if (step % PROBE_STEPS == 0 || step == conversationSteps) {
                        System.out.println(probes.report(model));
                        model.saveWeights(directory, Precision.BF16);
                    }
                }
            }
        }
    }

    /** Copies until it does so well, or for the most steps. */
    private void learnToCopy(BaseModel model, Curriculum curriculum, Curriculum.CopyLesson lesson, Precision precision)
            throws TrainingDivergedException {
        try (FullTraining copying = new FullTraining(model, precision, optimizer(0), MEMORY)) {
            double accuracy = 0;
            for (int step = 1; step <= copySteps && accuracy < COPIES_WELL; step++) {
                double learningRate = COPY_LEARNING_RATE * Math.min(1.0, (double) step / WARMUP_STEPS);
                StepReport last = report(copying, curriculum.copying(lesson), learningRate);
                accuracy = 0.9 * accuracy + 0.1 * last.tokenAccuracy();
            }
        }
    }

    private static OptimizerSettings optimizer(double weightDecay) {
        return new OptimizerSettings(0.98, weightDecay, 1.0, 1);
    }

    /** Linear warm-up, then half a cosine down. */
    private double learningRate(int step) {
        if (step < WARMUP_STEPS) {
            return PEAK_LEARNING_RATE * step / WARMUP_STEPS;
        }
        double done = (double) (step - WARMUP_STEPS) / Math.max(1, conversationSteps - WARMUP_STEPS);
        return LAST_LEARNING_RATE + (PEAK_LEARNING_RATE - LAST_LEARNING_RATE) * (1 + Math.cos(Math.PI * done)) / 2;
    }

    private static StepReport report(FullTraining training, List<EncodedExample> batch, double learningRate)
            throws TrainingDivergedException {
        long start = System.nanoTime();
        StepReport report = training.step(batch, learningRate);
        if (report.step() % REPORT_STEPS == 0) {
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "step %d loss %.4f accuracy %.3f norm %.2f, %.0f tokens/s%n",
                    report.step(),
                    report.loss(),
                    report.tokenAccuracy(),
                    report.gradientNorm(),
                    report.tokens() / seconds);
        }
        return report;
    }

    private void writeConfig() throws IOException {
        ObjectMapper json = new ObjectMapper();
        int padding = TokenizerFiles.SPECIAL.indexOf(TokenizerFiles.PADDING);
        int end = TokenizerFiles.SPECIAL.indexOf(TokenizerFiles.END);
        ObjectNode config = json.createObjectNode().put("model_type", "llama");
        config.putArray("architectures").add("LlamaForCausalLM");
        config.put("vocab_size", CONFIG.vocabularySize()).put("hidden_size", CONFIG.hiddenSize());
        config.put("intermediate_size", CONFIG.intermediateSize()).put("num_hidden_layers", CONFIG.layers());
        config.put("num_attention_heads", CONFIG.heads()).put("num_key_value_heads", CONFIG.keyValueHeads());
        config.put("head_dim", CONFIG.headDimension()).put("max_position_embeddings", CONFIG.maxPositions());
        config.put("hidden_act", "silu").put("rms_norm_eps", CONFIG.rmsNormEpsilon());
        config.put("rope_theta", CONFIG.rope().theta()).put("tie_word_embeddings", CONFIG.tiedEmbeddings());
        config.put("attention_bias", false).put("mlp_bias", false).put("torch_dtype", "bfloat16");
        config.putNull("bos_token_id").put("eos_token_id", end).put("pad_token_id", padding);
        write(json, "config.json", config);
        ObjectNode generation = json.createObjectNode();
        generation.put("eos_token_id", end).put("pad_token_id", padding).put("do_sample", false);
        write(json, "generation_config.json", generation);
    }

    private void write(ObjectMapper json, String file, ObjectNode content) throws IOException {
        Files.writeString(
                directory.resolve(file), json.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }
}
