package dev.burnish.llm.kernel;

import ai.djl.ndarray.NDList;
import dev.burnish.llm.kernel.TrainingKernels.Adapted;
import dev.burnish.llm.kernel.TrainingKernels.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The parts of a training step as the kernels take them: neighbouring tokens, each part's with its own adapter. Adapters are told apart by
 * identity, because arrays must not be compared.
 *
 * @param adapted each adapter of the parts once
 * @param table of each part the adapter's place in {@code adapted}, how many tokens it has, how many of them are learned from, and the seed
 *     of its dropout
 * @param settings how many layers are kept, the beta of preference tuning, and each part's dropout
 */
@SuppressWarnings("ArrayRecordComponent")
record Segments(List<Adapted> adapted, long[] table, double[] settings) {

    private static final int COLUMNS = 4;
    private static final int HEADER = 2;

    /** @throws IllegalArgumentException if the parts are over different weights */
    static Segments of(List<Part> parts) {
        IdentityHashMap<Adapted, Integer> places = new IdentityHashMap<>();
        List<Adapted> adapted = new ArrayList<>();
        long[] table = new long[COLUMNS * parts.size()];
        double[] settings = new double[HEADER + parts.size()];
        settings[0] = parts.stream()
                .mapToInt(part -> part.settings().keptLayers())
                .min()
                .orElseThrow(() -> new IllegalArgumentException("a step has at least one part"));
        settings[1] = parts.getFirst().settings().beta();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            table[COLUMNS * i] = places.computeIfAbsent(part.adapted(), first -> {
                adapted.add(first);
                return adapted.size() - 1;
            });
            table[COLUMNS * i + 1] = part.batch().tokens().length;
            table[COLUMNS * i + 2] = part.batch().rows().length;
            table[COLUMNS * i + 3] = part.settings().seed();
            settings[HEADER + i] = part.settings().dropout();
        }
        requireOneModel(adapted);
        return new Segments(adapted, table, settings);
    }

    private static void requireOneModel(List<Adapted> adapted) {
        Set<NDList> models = Collections.newSetFromMap(new IdentityHashMap<>());
        adapted.forEach(each -> models.add(each.weights()));
        if (models.size() > 1) {
            throw new IllegalArgumentException("the parts of a step are over one base model");
        }
    }
}
