package dev.burnish.llm.generation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.Kernels;
import dev.burnish.llm.kernel.NativeArrays;
import dev.burnish.llm.model.BaseModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of the sequences that run together. Where all have the same one, or none, its factors are used as they are. Else the
 * factors of all lie beside each other, and a mask keeps each sequence to its own; they stay until another adapter joins, or
 * more than half of them are unused.
 */
final class ActiveAdapters implements AutoCloseable {

    /** At most that many adapters lie beside each other for each one that is used. */
    private static final int MOST_SPARE = 2;

    private final DecodingKernels kernels;
    private final NativeArrays none;
    private List<ServedAdapter> mixed = List.of();
    private @Nullable NativeArrays mixedFactors;
    private List<@Nullable ServedAdapter> sequences = new ArrayList<>();
    private NativeArrays mix;

    ActiveAdapters(BaseModel model, DecodingKernels kernels) {
        this.kernels = kernels;
        none = kernels.hold(model.noAdapter());
        mix = kernels.hold(new NDList());
    }

    /** Factors of one adapter, or of none. */
    NativeArrays factors(@Nullable ServedAdapter adapter) {
        return adapter == null ? none : adapter.factors();
    }

    /** Prepares {@link #factors()} and {@link #mix} for sequences with these adapters, in their order. */
    void select(List<@Nullable ServedAdapter> adapters) {
        if (adapters.equals(sequences)) {
            return;
        }
        sequences = new ArrayList<>(adapters);
        mix.close();
        mix = kernels.hold(new NDList());
        if (single()) {
            return;
        }
        List<ServedAdapter> distinct =
                adapters.stream().filter(Objects::nonNull).distinct().toList();
        if (mixedFactors == null || !serves(distinct)) {
            forget();
            mixed = distinct;
            mixedFactors = kernels.mixedFactors(
                    mixed.stream().map(ServedAdapter::factors).toList(),
                    mixed.stream().mapToInt(ServedAdapter::rank).toArray());
        }
        mix.close();
        mix = mask();
    }

    /** Whether these can go on with what lies beside each other: laying it out anew takes longer than a step with a few columns more. */
    private boolean serves(List<ServedAdapter> distinct) {
        return mixed.size() <= MOST_SPARE * distinct.size() && new HashSet<>(mixed).containsAll(distinct);
    }

    private boolean single() {
        return sequences.stream().distinct().count() <= 1;
    }

    private NativeArrays mask() {
        int width = mixed.stream().mapToInt(ServedAdapter::rank).sum();
        float[] mask = new float[sequences.size() * width];
        long[] numbers = new long[sequences.size()];
        for (int row = 0; row < numbers.length; row++) {
            int column = row * width;
            for (int i = 0; i < mixed.size(); i++) {
                ServedAdapter adapter = mixed.get(i);
                if (adapter == sequences.get(row)) {
                    numbers[row] = i + 1L;
                    Arrays.fill(mask, column, column + adapter.rank(), 1);
                }
                column += adapter.rank();
            }
        }
        try (NDManager scope = Kernels.get().newScope()) {
            return kernels.hold(
                    new NDList(scope.create(mask, new Shape(numbers.length, width)), scope.create(numbers)));
        }
    }

    /** What the sequences that were selected compute with. */
    NativeArrays factors() {
        return mixedFactors == null || single()
                ? factors(sequences.isEmpty() ? null : sequences.getFirst())
                : mixedFactors;
    }

    /** Which of it is whose. */
    NativeArrays mix() {
        return mix;
    }

    private void forget() {
        if (mixedFactors != null) {
            mixedFactors.close();
            mixedFactors = null;
        }
    }

    @Override
    public void close() {
        forget();
        mix.close();
        none.close();
    }
}
