package dev.burnish.llm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.burnish.llm.Precision;
import dev.burnish.llm.checkpoint.CheckpointException;
import dev.burnish.llm.checkpoint.SafetensorsFile;
import dev.burnish.llm.checkpoint.SafetensorsWriter;
import dev.burnish.llm.checkpoint.StoredTensor;
import dev.burnish.llm.checkpoint.StoredType;
import dev.burnish.llm.kernel.Kernels;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The state of a training as one safetensors file: fp32 arrays by name, and the number of steps as a tensor of one value. */
final class TrainerState {

    private static final String STEPS = "steps";

    private TrainerState() {}

    /** An array whose content is saved and restored in place. */
    record Entry(String name, NDArray array) {

        List<Long> shape() {
            return Arrays.stream(array.getShape().getShape()).boxed().toList();
        }
    }

    static void write(Path file, int steps, List<Entry> entries) throws IOException {
        try (NDManager memory = Kernels.get().newScope()) {
            List<Entry> all = new ArrayList<>(entries);
            all.add(new Entry(STEPS, memory.create(new float[] {steps}, new Shape(1))));
            List<SafetensorsWriter.Source> sources = new ArrayList<>();
            for (Entry entry : all) {
                long rows = entry.shape().getFirst();
                sources.add(new SafetensorsWriter.Source(
                        entry.name(),
                        StoredType.F32,
                        entry.shape(),
                        () -> Kernels.get().toBytes(entry.array(), 0, rows, Precision.FP32)));
            }
            SafetensorsWriter.write(file, sources);
        }
    }

    /** Checks every entry before it changes one. */
    static int read(Path path, List<Entry> entries) throws CheckpointException {
        try (SafetensorsFile file = SafetensorsFile.open(path);
                NDManager memory = Kernels.get().newScope()) {
            for (Entry entry : entries) {
                require(file, entry.name(), entry.shape());
            }
            require(file, STEPS, List.of(1L));
            for (Entry entry : entries) {
                Kernels.get().assign(entry.array(), tensor(file, entry.name(), memory));
            }
            return (int) tensor(file, STEPS, memory).toFloatArray()[0];
        }
    }

    private static void require(SafetensorsFile file, String name, List<Long> shape) throws CheckpointException {
        StoredTensor tensor = file.tensors().get(name);
        if (tensor == null || tensor.type() != StoredType.F32 || !tensor.shape().equals(shape)) {
            throw new CheckpointException(
                    file.file(), name, "is " + tensor + ", this training asks for fp32 of shape " + shape);
        }
    }

    private static NDArray tensor(SafetensorsFile file, String name, NDManager memory) throws CheckpointException {
        StoredTensor tensor = file.tensors().get(name);
        if (tensor == null) {
            throw new CheckpointException(file.file(), name, "is missing");
        }
        int fp32 = Precision.FP32.scalarType();
        try (Arena arena = Arena.ofConfined()) {
            return Kernels.get().fromBytes(memory, file.map(tensor, arena), tensor.dimensions(), fp32, fp32);
        }
    }
}
