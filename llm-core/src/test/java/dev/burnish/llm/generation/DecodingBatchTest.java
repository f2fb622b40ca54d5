package dev.burnish.llm.generation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.burnish.llm.EngineThread;
import dev.burnish.llm.GoldenModel;
import dev.burnish.llm.Precision;
import dev.burnish.llm.generation.Generation.FinishReason;
import dev.burnish.llm.generation.TokenLogprobs.Alternative;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(EngineThread.class)
class DecodingBatchTest {

    private static final int ANSWER = 20;

    static Stream<GoldenModel> models() {
        return GoldenModel.all().stream();
    }

    /** Models whose attention looks the same from wherever a sequence is read: not so with frequencies that its length switches. */
    static Stream<GoldenModel> steadyModels() {
        return models().filter(model -> !model.equals(GoldenModel.LONGROPE));
    }

    @ParameterizedTest
    @MethodSource("steadyModels")
    void findsThroughTheCacheWhatTheWholeSequenceGives(GoldenModel golden) throws Exception {
        int[] prompt = prompt(9, 1);
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                DecodingBatch batch = new DecodingBatch(model, 2, 64)) {
            batch.join(prompt, null, telling(ANSWER));
            int[] sequence = prompt;
            for (int i = 0; i < ANSWER; i++) {
                DecodedToken token = batch.step().getFirst();
                float[] logits = new Generator(model).logitsAfter(sequence, null);
                requireLogprobs(requireNonNull(token.logprobs()), token.token(), logits);
                sequence = Arrays.copyOf(sequence, sequence.length + 1);
                sequence[sequence.length - 1] = token.token();
            }
            assertThat(batch.freeSlots()).isEqualTo(2);
        }
    }

    private static void requireLogprobs(TokenLogprobs logprobs, int token, float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        assertThat(logprobs.likeliest()).hasSize(5);
        assertThat(logprobs.chosen()).isCloseTo(logits[token] - Math.log(sum), within(1e-4));
        double last = logprobs.likeliest().getFirst().logprob();
        assertThat(logprobs.likeliest().getFirst().token()).isEqualTo(token);
        for (Alternative alternative : logprobs.likeliest()) {
            assertThat(alternative.logprob())
                    .isCloseTo(logits[alternative.token()] - Math.log(sum), within(1e-4))
                    .isLessThanOrEqualTo(last);
            last = alternative.logprob();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void generatesInABatchWhatEachSequenceGivesAlone(GoldenModel golden) throws Exception {
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32)) {
            List<int[]> prompts = new ArrayList<>();
            List<int[]> expected = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                prompts.add(prompt(3 + 5 * i, i));
                expected.add(alone(model, prompts.get(i), null, ANSWER - i));
            }
            try (DecodingBatch batch = new DecodingBatch(model, 3, 64)) {
                assertThat(together(batch, prompts, Arrays.asList(new ServedAdapter[7])))
                        .containsExactlyElementsOf(expected);
            }
        }
    }

    /** Joins as soon as there is room, so at different times, with answers of different lengths. */
    private static List<int[]> together(
            DecodingBatch batch, List<int[]> prompts, List<@Nullable ServedAdapter> adapters) throws Exception {
        Map<DecodingSequence, List<Integer>> answers = new HashMap<>();
        List<DecodingSequence> sequences = new ArrayList<>();
        while (answers.size() < prompts.size() || sequences.stream().anyMatch(one -> one.finishReason() == null)) {
            if (batch.freeSlots() > 0 && sequences.size() < prompts.size()) {
                int next = sequences.size();
                DecodingSequence sequence = batch.join(
                        prompts.get(next), adapters.get(next), SamplingSettings.greedy(ANSWER - next, Set.of()));
                sequences.add(sequence);
                answers.put(sequence, new ArrayList<>());
            }
            for (DecodedToken token : batch.step()) {
                requireNonNull(answers.get(token.sequence())).add(token.token());
            }
        }
        return sequences.stream()
                .map(sequence -> requireNonNull(answers.get(sequence)).stream()
                        .mapToInt(Integer::intValue)
                        .toArray())
                .toList();
    }

    private static int[] alone(BaseModel model, int[] prompt, @Nullable LoraAdapter adapter, int tokens) {
        return new Generator(model)
                .generate(List.of(prompt), adapter, SamplingSettings.greedy(tokens, Set.of()), 1)
                .getFirst()
                .tokens();
    }

    private static int[] prompt(int length, long seed) {
        return new SplittableRandom(seed).ints(length, 1, 64).toArray();
    }

    private static SamplingSettings telling(int tokens) {
        return new SamplingSettings(0, Truncation.NONE, Penalties.NONE, tokens, 0, Set.of(), 5);
    }

    @Test
    void keepsAdaptersOfAMixedBatchApart() throws Exception {
        GoldenModel golden = GoldenModel.GROUPED;
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                LoraAdapter plain = LoraAdapter.load(golden.adapter(), model);
                LoraAdapter stabilised = LoraAdapter.load(golden.directory().resolve("adapter-rslora"), model);
                LoraAdapter dora = LoraAdapter.load(golden.directory().resolve("adapter-dora"), model);
                ServedAdapter servedPlain = ServedAdapter.of(plain, model);
                ServedAdapter servedStabilised = ServedAdapter.of(stabilised, model);
                ServedAdapter servedDora = ServedAdapter.of(dora, model)) {
            List<@Nullable LoraAdapter> adapters = Arrays.asList(plain, null, dora, plain, stabilised, null, dora);
            List<@Nullable ServedAdapter> served =
                    Arrays.asList(servedPlain, null, servedDora, servedPlain, servedStabilised, null, servedDora);
            List<int[]> prompts = new ArrayList<>();
            List<int[]> expected = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                prompts.add(prompt(4 + i, 1));
                expected.add(alone(model, prompts.get(i), adapters.get(i), ANSWER - i));
            }
            assertThat(expected.stream().map(tokens -> tokens[3]).distinct()).hasSizeGreaterThan(1);
            try (DecodingBatch batch = new DecodingBatch(model, 5, 64)) {
                assertThat(together(batch, prompts, served)).containsExactlyElementsOf(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("adapters")
    void servesAnAdapterAsItIsTrained(GoldenModel golden, String folder) throws Exception {
        int[] prompt = prompt(9, 1);
        try (BaseModel model = BaseModel.load(golden.directory(), Precision.FP32);
                LoraAdapter adapter = LoraAdapter.load(golden.directory().resolve(folder), model);
                ServedAdapter served = ServedAdapter.of(adapter, model);
                DecodingBatch batch = new DecodingBatch(model, 2, 64)) {
            batch.join(prompt, served, telling(3));
            batch.join(prompt, null, telling(3));
            int[] sequence = prompt;
            for (int i = 0; i < 3; i++) {
                DecodedToken token = batch.step().getFirst();
                float[] logits = new Generator(model).logitsAfter(sequence, adapter);
                requireLogprobs(requireNonNull(token.logprobs()), token.token(), logits);
                sequence = Arrays.copyOf(sequence, sequence.length + 1);
                sequence[sequence.length - 1] = token.token();
            }
        }
    }

    static Stream<Arguments> adapters() {
        return Stream.of(
                Arguments.of(GoldenModel.GROUPED, "adapter"),
                Arguments.of(GoldenModel.GROUPED, "adapter-rslora"),
                Arguments.of(GoldenModel.GROUPED, "adapter-dora"),
                Arguments.of(GoldenModel.QWEN2, "adapter-dora"),
                Arguments.of(GoldenModel.BIASED, "adapter-dora"),
                Arguments.of(GoldenModel.MISTRAL, "adapter"),
                Arguments.of(GoldenModel.QWEN3, "adapter"));
    }

    @Test
    void drawsForEachSequenceByItsOwnSettings() throws Exception {
        Penalties forced = new Penalties(1, 0, 0, Map.of(17, 100.0));
        Penalties changing = new Penalties(1, 0, 2, Map.of(17, 30.0, 18, 29.5));
        List<SamplingSettings> all = List.of(
                new SamplingSettings(1, Truncation.NONE, Penalties.NONE, 12, 1, Set.of(), -1),
                new SamplingSettings(
                        1.8, new Truncation(9, 0.8, 0), new Penalties(1.3, 1, 1, Map.of()), 9, 2, Set.of(), -1),
                SamplingSettings.greedy(11, Set.of()),
                new SamplingSettings(1, new Truncation(0, 1, 0.3), forced, 10, 3, Set.of(), -1),
                new SamplingSettings(0, Truncation.NONE, changing, 4, 3, Set.of(), -1));
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                DecodingBatch batch = new DecodingBatch(model, 5, 64)) {
            Map<DecodingSequence, List<Integer>> answers = new HashMap<>();
            List<DecodingSequence> sequences = new ArrayList<>();
            for (SamplingSettings settings : all) {
                DecodingSequence sequence = batch.join(prompt(5, 1), null, settings);
                sequences.add(sequence);
                answers.put(sequence, new ArrayList<>());
            }
            while (batch.freeSlots() < 5) {
                for (DecodedToken token : batch.step()) {
                    requireNonNull(answers.get(token.sequence())).add(token.token());
                }
            }
            for (int i = 0; i < 5; i++) {
                int[] alone = new Generator(model)
                        .generate(List.of(prompt(5, 1)), null, all.get(i), 1)
                        .getFirst()
                        .tokens();
                assertThat(answers.get(sequences.get(i)))
                        .containsExactlyElementsOf(Arrays.stream(alone).boxed().toList());
            }
            assertThat(answers.get(sequences.get(3))).containsOnly(17);
            assertThat(answers.get(sequences.get(4))).containsExactly(17, 18, 17, 18);
            assertThat(answers.get(sequences.get(0))).isNotEqualTo(answers.get(sequences.get(2)));
        }
    }

    @Test
    void refusesASequenceWithoutAFreeSlot() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                DecodingBatch batch = new DecodingBatch(model, 2, 64)) {
            SamplingSettings settings = SamplingSettings.greedy(5, Set.of());
            DecodingSequence first = batch.join(prompt(3, 1), null, settings);
            batch.join(prompt(3, 2), null, settings);
            assertThatThrownBy(() -> batch.join(prompt(3, 3), null, settings))
                    .isInstanceOf(NoFreeSlotException.class)
                    .hasMessageContaining("2 slots");
            batch.step();
            batch.leave(first);
            assertThat(first.finishReason()).isEqualTo(FinishReason.CANCELLED);
            assertThat(batch.join(prompt(3, 3), null, settings).finishReason()).isNull();
        }
    }

    @Test
    void goesOnWithTheOthersWhenOneLeaves() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.GROUPED.directory(), Precision.FP32);
                DecodingBatch batch = new DecodingBatch(model, 3, 64)) {
            int[] expected = alone(model, prompt(12, 3), null, 10);
            SamplingSettings settings = SamplingSettings.greedy(10, Set.of());
            DecodingSequence first = batch.join(prompt(5, 1), null, settings);
            batch.join(prompt(5, 2), null, settings);
            batch.step();
            batch.step();
            DecodingSequence last = batch.join(prompt(12, 3), null, settings);
            List<Integer> tokens = new ArrayList<>();
            for (int step = 0; last.finishReason() == null; step++) {
                batch.step().stream()
                        .filter(token -> token.sequence() == last)
                        .forEach(token -> tokens.add(token.token()));
                if (step == 3) {
                    batch.leave(first);
                }
            }
            assertThat(tokens)
                    .containsExactlyElementsOf(Arrays.stream(expected).boxed().toList());
        }
    }

    @Test
    void endsWithAStopTokenThatItTells() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                DecodingBatch batch = new DecodingBatch(model, 1, 64)) {
            int[] free = alone(model, prompt(5, 1), null, 6);
            DecodingSequence sequence = batch.join(prompt(5, 1), null, SamplingSettings.greedy(6, Set.of(free[0])));
            assertThat(batch.step()).containsExactly(new DecodedToken(sequence, free[0], null, FinishReason.STOP));
            assertThat(batch.step()).isEmpty();
            assertThat(sequence.generated()).isEqualTo(1);
        }
    }

    @Test
    void refusesPromptsAndSizesThatDoNotFit() throws Exception {
        try (BaseModel model = BaseModel.load(GoldenModel.TIED.directory(), Precision.FP32);
                DecodingBatch batch = new DecodingBatch(model, 1, 16)) {
            SamplingSettings settings = SamplingSettings.greedy(5, Set.of());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.join(new int[16], null, settings))
                    .withMessageContaining("1 to 15");
            assertThatIllegalArgumentException().isThrownBy(() -> batch.join(new int[0], null, settings));
            Penalties strange = new Penalties(1, 0, 0, Map.of(64, 1.0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> batch.join(
                            prompt(3, 1), null, new SamplingSettings(0, Truncation.NONE, strange, 5, 0, Set.of(), -1)))
                    .withMessageContaining("token 64");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new DecodingBatch(model, 1, 65))
                    .withMessageContaining("2 to 64");
            assertThatIllegalArgumentException().isThrownBy(() -> new DecodingBatch(model, 0, 16));
        }
    }
}
