package dev.burnish.llm.generation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.burnish.llm.Closeness;
import dev.burnish.llm.EngineThread;
import dev.burnish.llm.Precision;
import dev.burnish.llm.generation.TokenLogprobs.Alternative;
import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.model.InitialWeights;
import dev.burnish.llm.model.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model whose matrices are kept in fewer bits. */
@ExtendWith(EngineThread.class)
class QuantisedModelTest {

    private static final int[] PROMPT = {5, 80, 3, 127, 44, 9, 61, 7};

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"INT8, FP32, 0.02", "INT8, BF16, 0.03", "INT4, FP32, 0.3", "INT4, BF16, 0.3", "NF4, FP32, 0.3"})
    void computesLogitsCloseToThoseOfAllBits(Quantisation quantisation, Precision precision, double most)
            throws Exception {
        write();
        try (BaseModel whole = BaseModel.load(directory, Precision.FP32);
                BaseModel quantised = BaseModel.load(directory, precision, quantisation)) {
            assertThat(quantised.isQuantised()).isTrue();
            float[] expected = new Generator(whole).logitsAfter(PROMPT, null);
            assertThat(Closeness.relativeDistance(new Generator(quantised).logitsAfter(PROMPT, null), expected))
                    .isBetween(1e-4, most);
        }
    }

    /** Few rows run through a product of their own. */
    @ParameterizedTest
    @CsvSource({"INT8, BF16", "INT4, BF16", "NF4, BF16", "BLOCKS, BF16", "INT8, FP32", "INT4, FP32", "BLOCKS, FP32"})
    void decodesAsItComputesAWholeSequence(Quantisation quantisation, Precision precision) throws Exception {
        write();
        try (BaseModel model = BaseModel.load(directory, precision, quantisation);
                DecodingBatch batch = new DecodingBatch(model, 1, 64)) {
            batch.join(PROMPT, null, new SamplingSettings(0, Truncation.NONE, Penalties.NONE, 6, 0, Set.of(), 20));
            int[] sequence = PROMPT;
            for (int i = 0; i < 6; i++) {
                DecodedToken token = batch.step().getFirst();
                float[] logits = new Generator(model).logitsAfter(sequence, null);
                double sum = 0;
                for (float logit : logits) {
                    sum += Math.exp(logit);
                }
                for (Alternative alternative : requireNonNull(token.logprobs()).likeliest()) {
                    assertThat(alternative.logprob())
                            .isCloseTo(
                                    logits[alternative.token()] - Math.log(sum),
                                    within(precision == Precision.FP32 ? 1e-4 : 0.05));
                }
                sequence = Arrays.copyOf(sequence, sequence.length + 1);
                sequence[sequence.length - 1] = token.token();
            }
        }
    }

    @Test
    void changesNoBitInBlocks() throws Exception {
        write();
        try (BaseModel plain = BaseModel.load(directory, Precision.BF16);
                BaseModel blocked = BaseModel.load(directory, Precision.BF16, Quantisation.BLOCKS)) {
            assertThat(new Generator(blocked).logitsAfter(PROMPT, null))
                    .isEqualTo(new Generator(plain).logitsAfter(PROMPT, null));
        }
    }

    @Test
    void doesNotGiveBackItsWeights() throws Exception {
        write();
        try (BaseModel model = BaseModel.load(directory, Precision.FP32, Quantisation.INT8)) {
            assertThatIllegalStateException().isThrownBy(() -> model.saveWeights(directory, Precision.FP32));
        }
    }

    private void write() throws Exception {
        Files.writeString(directory.resolve("config.json"), """
                {"model_type": "llama", "vocab_size": 128, "hidden_size": 128, "intermediate_size": 192,
                 "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_act": "silu",
                 "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
                 "tie_word_embeddings": true}
                """);
        Random random = new Random(9);
        InitialWeights initial = (name, rows, columns) -> {
            float[] values = new float[rows * Math.max(columns, 1)];
            for (int i = 0; i < values.length; i++) {
                values[i] = columns == 0 ? 1 : (float) random.nextGaussian() * 0.05f;
            }
            return values;
        };
        try (BaseModel model = BaseModel.initialise(ModelConfig.read(directory), initial)) {
            model.saveWeights(directory, Precision.FP32);
        }
    }
}
