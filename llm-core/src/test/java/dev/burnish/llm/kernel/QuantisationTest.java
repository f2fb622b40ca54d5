package dev.burnish.llm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.EngineThread;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineThread.class)
class QuantisationTest {

    private static final int ROWS = 64;
    private static final int COLUMNS = 128;

    @Test
    void keepsInt8WithinHalfAStepOfEachRow() {
        float[] values = values();
        try (NDManager scope = Kernels.get().newScope()) {
            NDList kept = Kernels.get().quantise(scope, matrix(scope, values), Quantisation.INT8);
            byte[] codes = kept.get(0).toByteArray();
            float[] scales = kept.get(1).toFloatArray();
            for (int i = 0; i < values.length; i++) {
                float step = scales[i / COLUMNS];
                assertThat(codes[i] * step).isCloseTo(values[i], within(step * 0.501f));
            }
            for (int row = 0; row < ROWS; row++) {
                assertThat(scales[row]).isCloseTo(most(values, row) / 127, within(1e-6f));
            }
        }
    }

    @Test
    void keepsInt4WithinHalfAStepOfEachBlock() {
        float[] values = values();
        try (NDManager scope = Kernels.get().newScope()) {
            NDList kept = Kernels.get().quantise(scope, matrix(scope, values), Quantisation.INT4);
            assertThat(kept.get(0).getShape().size()).isEqualTo(ROWS * COLUMNS / 2);
            float[] scales = kept.get(1).toFloatArray();
            float[] again = Kernels.get()
                    .call(scope, "from_int4")
                    .array(kept.get(0))
                    .array(kept.get(1))
                    .array(scope.create(0f))
                    .run()
                    .get(0)
                    .toFloatArray();
            for (int i = 0; i < values.length; i++) {
                int block = i % COLUMNS / 64;
                float step = scales[2 * (block * ROWS + i / COLUMNS)];
                assertThat(step).isLessThan(2.01f * most(values, i / COLUMNS) / 15);
                assertThat(again[i]).isCloseTo(values[i], within(step * 0.501f));
            }
        }
    }

    @Test
    void fitsOnlyWholeBlocks() {
        assertThat(Quantisation.INT8.fits(3, 48)).isTrue();
        assertThat(Quantisation.INT8.fits(48, 40)).isFalse();
        assertThat(Quantisation.NF4.fits(3, 128)).isTrue();
        assertThat(Quantisation.NF4.fits(3, 96)).isFalse();
        assertThat(Quantisation.INT4.fits(64, 128)).isTrue();
        assertThat(Quantisation.INT4.fits(96, 128)).isFalse();
        assertThat(Quantisation.INT4.fits(64, 96)).isFalse();
    }

    private static float[] values() {
        Random random = new Random(3);
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * (1 + i / COLUMNS);
        }
        return values;
    }

    private static NDArray matrix(NDManager scope, float[] values) {
        return scope.create(values, new Shape(ROWS, COLUMNS));
    }

    private static float most(float[] values, int row) {
        float most = 0;
        for (int column = 0; column < COLUMNS; column++) {
            most = Math.max(most, Math.abs(values[row * COLUMNS + column]));
        }
        return most;
    }
}
