package dev.burnish.llm.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.burnish.llm.kernel.DecodingKernels;
import java.util.ArrayList;
import java.util.List;

/** What the penalties of some rows change in their logits. */
final class LogitChanges {

    private record Change(int row, int token, double divisor, double amount) {}

    private final List<Change> changes = new ArrayList<>();

    /** A pair of row and token comes once. */
    void add(int row, int token, double divisor, double amount) {
        changes.add(new Change(row, token, divisor, amount));
    }

    boolean concern(int row) {
        return changes.stream().anyMatch(change -> change.row() == row);
    }

    /** The changed logits, in the scope if they are others than before. */
    NDArray apply(NDArray logits, DecodingKernels kernels, NDManager scope) {
        if (changes.isEmpty()) {
            return logits;
        }
        return kernels.penalised(
                scope,
                logits,
                changes.stream().mapToInt(Change::row).toArray(),
                changes.stream().mapToInt(Change::token).toArray(),
                changes.stream().mapToDouble(Change::divisor).toArray(),
                changes.stream().mapToDouble(Change::amount).toArray());
    }
}
