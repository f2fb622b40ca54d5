package dev.burnish.examples.tickets;

import dev.burnish.llm.Engine;
import dev.burnish.llm.generation.Generation;
import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.generation.SamplingSettings;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.lora.LoraSettings;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExamples;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.TextModel;
import dev.burnish.llm.training.LoraTraining;
import dev.burnish.llm.training.Losses;
import dev.burnish.llm.training.StepReport;
import dev.burnish.llm.training.TrainingDivergedException;
import dev.burnish.llm.training.TrainingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fine-tunes the base model on nine tenths of the sample data set and measures it on the last tenth, before and after. */
public final class FineTuneSupportTickets {

    private static final int RANK = 16;
    private static final int ALPHA = 32;
    private static final long SEED = 42;

    /** The hyper-parameters of the demonstration. */
    static final TrainingSettings DEMONSTRATION = settings(8, 8, 1e-3);

    private static final int LONGEST_ANSWER = 64;
    private static final int ANSWERS_AT_ONCE = 8;

    private final Path modelDirectory;
    private final List<ChatExample> training;
    private final List<ChatExample> heldOut;

    /**
     * What came of it.
     *
     * @param baseExactMatch share of held-out answers that the base model gives exactly
     * @param tunedExactMatch the same with the adapter
     * @param trainingSeconds time of the training steps
     */
    public record Result(double baseExactMatch, double tunedExactMatch, double trainingSeconds) {}

    public FineTuneSupportTickets(Path modelDirectory, Path dataset) throws IOException {
        this.modelDirectory = modelDirectory;
        try (InputStream input = Files.newInputStream(dataset)) {
            List<ChatExample> all = ChatExamples.read(input);
            int split = all.size() * 9 / 10;
            training = all.subList(0, split);
            heldOut = all.subList(split, all.size());
        }
    }

    /** Arguments: the model's directory, the data set, then epochs, batch size and learning rate. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            System.err.println(
                    "usage: FineTuneSupportTickets <model> <data set> <epochs> <batch size> <learning rate>");
            System.exit(2);
        }
        TrainingSettings settings = settings(
                Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), Double.parseDouble(arguments[4]));
        FineTuneSupportTickets tickets = new FineTuneSupportTickets(Path.of(arguments[0]), Path.of(arguments[1]));
        try (Engine engine = Engine.start()) {
            Result result = engine.call(() -> tickets.run(engine, settings));
            System.out.printf(
                    Locale.ROOT,
                    "exact match: base %.1f %%, tuned %.1f %%; training took %.1f s%n",
                    100 * result.baseExactMatch(),
                    100 * result.tunedExactMatch(),
                    result.trainingSeconds());
        }
    }

    static TrainingSettings settings(int epochs, int batchSize, double learningRate) {
        return new TrainingSettings(epochs, batchSize, learningRate, 0.05, 1.0, SEED);
    }

    /** Trains and measures; on the engine's thread. */
    public Result run(Engine engine, TrainingSettings settings)
            throws IOException, ChatTemplateException, TrainingDivergedException {
        try (TextModel text = TextModel.load(modelDirectory);
                BaseModel model = BaseModel.load(modelDirectory, engine.precision());
                LoraAdapter adapter = LoraAdapter.initialise(model, new LoraSettings(RANK, ALPHA, 0), SEED)) {
            double base = exactMatch(text, model, null);
            ExampleEncoder encoder = new ExampleEncoder(text, text.maxPositions());
            List<EncodedExample> heldOutTokens = encoder.encode(heldOut).examples();
            long start = System.nanoTime();
            try (LoraTraining run = new LoraTraining(
                    model, adapter, settings, encoder.encode(training).examples())) {
                while (!run.finished()) {
                    report(run, run.step());
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "held-out loss: base %.4f, tuned %.4f%n",
                    Losses.evaluate(model, null, heldOutTokens).meanLoss(),
                    Losses.evaluate(model, adapter, heldOutTokens).meanLoss());
            return new Result(base, exactMatch(text, model, adapter), seconds);
        }
    }

    private static void report(LoraTraining run, StepReport step) {
        if (step.step() % 30 == 0 || run.finished()) {
            System.out.printf(
                    Locale.ROOT,
                    "step %d of %d: loss %.4f, token accuracy %.3f%n",
                    step.step(),
                    run.totalSteps(),
                    step.loss(),
                    step.tokenAccuracy());
        }
    }

    private double exactMatch(TextModel text, BaseModel model, @Nullable LoraAdapter adapter)
            throws ChatTemplateException {
        SamplingSettings greedy = SamplingSettings.greedy(LONGEST_ANSWER, text.stopTokens());
        List<int[]> prompts = new ArrayList<>();
        for (ChatExample example : heldOut) {
            List<ChatMessage> messages = example.messages();
            prompts.add(text.prompt(messages.subList(0, messages.size() - 1)));
        }
        List<Generation> answers = new Generator(model).generate(prompts, adapter, greedy, ANSWERS_AT_ONCE);
        int right = 0;
        for (int i = 0; i < answers.size(); i++) {
            List<ChatMessage> messages = heldOut.get(i).messages();
            String answer = text.tokenizer().decode(answers.get(i).tokens());
            if (answer.equals(messages.getLast().content())) {
                right++;
            } else {
                System.out.println("wanted " + messages.getLast().content() + ", got "
                        + answer.lines().findFirst().orElse(""));
            }
        }
        return (double) right / heldOut.size();
    }
}
