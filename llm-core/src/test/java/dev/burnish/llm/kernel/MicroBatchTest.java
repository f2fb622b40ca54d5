package dev.burnish.llm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.llm.text.EncodedExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MicroBatchTest {

    private static final int CAPACITY = 100;

    private static EncodedExample example(int number, int length) {
        int[] tokens = new int[length];
        boolean[] learned = new boolean[length];
        Arrays.fill(tokens, number);
        learned[length - 1] = true;
        return new EncodedExample(tokens, learned, number);
    }

    @RepeatedTest(50)
    void everyExampleIsInOneBatchThatHasRoomForIt(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<EncodedExample> examples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            examples.add(example(i, 2 + random.nextInt(130)));
        }
        List<MicroBatch> batches = MicroBatch.pack(examples, CAPACITY);
        List<Integer> seen = new ArrayList<>();
        for (MicroBatch batch : batches) {
            assertThat(batch.tokens().length)
                    .isEqualTo(Arrays.stream(batch.lengths()).sum());
            assertThat(batch.lengths().length == 1 || batch.tokens().length <= CAPACITY)
                    .isTrue();
            int at = 0;
            for (int length : batch.lengths()) {
                int number = (int) batch.tokens()[at];
                assertThat(examples.get(number).tokens()).hasSize(length).containsOnly(number);
                seen.add(number);
                at += length;
            }
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(examples.size());
        int total = examples.stream()
                .mapToInt(e -> Math.min(CAPACITY, e.tokens().length))
                .sum();
        assertThat(batches.size()).isBetween(Math.ceilDiv(total, CAPACITY), 2 * Math.ceilDiv(total, CAPACITY) + 1);
    }

    @Test
    void aRowPointsAtTheTokenBeforeTheLearnedOne() {
        EncodedExample first = new EncodedExample(new int[] {7, 8, 9}, new boolean[] {true, false, true}, 1);
        EncodedExample second = new EncodedExample(new int[] {4, 5}, new boolean[] {false, true}, 2);
        MicroBatch batch = MicroBatch.of(List.of(first, second));
        assertThat(batch.rows()).containsExactly(1, 3);
        assertThat(batch.targets()).containsExactly(9, 5);
        assertThat(batch.longest()).isEqualTo(3);
    }

    @Test
    void equalLengthsAreOneGroupWithoutPadding() {
        AttentionLayout layout = AttentionLayout.of(new int[] {9, 4, 4});
        assertThat(layout.runs()).containsExactly(1, 9, 2, 4);
        assertThat(layout.places()).isEmpty();
    }

    @Test
    void similarLengthsArePaddedToTheLongest() {
        AttentionLayout layout = AttentionLayout.of(new int[] {2, 3, 4});
        assertThat(layout.runs()).containsExactly(2, 4, 1, 2);
        assertThat(layout.places()).containsExactly(8, 9, 4, 5, 6, 0, 1, 2, 3);
    }

    @Test
    void whatTeachesNothingIsLeftOut() {
        EncodedExample nothing = new EncodedExample(new int[] {1, 2}, new boolean[2], 1);
        assertThat(MicroBatch.pack(List.of(nothing), CAPACITY)).isEmpty();
    }
}
