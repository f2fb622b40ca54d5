package dev.burnish.llm.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code adapter_model.safetensors}: the factors under PEFT's names, fp32. */
final class PeftWeights {

    private static final String FILE = "adapter_model.safetensors";

    private PeftWeights() {}

    static void write(Path directory, List<FactorPair> pairs, NDList factors) throws IOException {
        List<SafetensorsWriter.Source> sources = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            FactorPair pair = pairs.get(i);
            sources.add(source(pair.nameOfA(), pair.shapeOfA(), factors.get(2 * i)));
            sources.add(source(pair.nameOfB(), pair.shapeOfB(), factors.get(2 * i + 1)));
        }
        SafetensorsWriter.write(directory.resolve(FILE), sources);
    }

    private static SafetensorsWriter.Source source(String name, List<Long> shape, NDArray array) {
        return new SafetensorsWriter.Source(
                name, StoredType.F32, shape, () -> Kernels.get().toBytes(array, 0, shape.getFirst(), Precision.FP32));
    }

    /** The factors in the kernels' order. A module that the file leaves out gets factors of zero, which change nothing. */
    static NDList read(Path directory, List<FactorPair> pairs, NDManager memory) throws CheckpointException {
        Path path = directory.resolve(FILE);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            Set<String> left = new HashSet<>(file.tensors().keySet());
            NDList factors = new NDList();
            for (FactorPair pair : pairs) {
                boolean hasA = left.remove(pair.nameOfA());
                if (hasA != left.remove(pair.nameOfB())) {
                    throw new CheckpointException(path, pair.module(), "has only one of its two factors");
                }
                factors.add(
                        hasA ? factor(file, pair.nameOfA(), pair.shapeOfA(), memory) : zeros(pair.shapeOfA(), memory));
                factors.add(
                        hasA ? factor(file, pair.nameOfB(), pair.shapeOfB(), memory) : zeros(pair.shapeOfB(), memory));
            }
            if (!left.isEmpty()) {
                throw new CheckpointException(
                        path, left.iterator().next(), "belongs to no linear module of the base model");
            }
            return factors;
        }
    }

    private static NDArray zeros(List<Long> shape, NDManager memory) {
        return memory.zeros(new Shape(shape), DataType.FLOAT32);
    }

    private static NDArray factor(SafetensorsFile file, String name, List<Long> shape, NDManager memory)
            throws CheckpointException {
        StoredTensor tensor = file.tensors().get(name);
        if (tensor == null || !tensor.shape().equals(shape)) {
            throw new CheckpointException(
                    file.file(),
                    name,
                    "has shape " + (tensor == null ? "none" : tensor.shape()) + ", the base model and r ask for "
                            + shape);
        }
        try (Arena arena = Arena.ofConfined()) {
            return Kernels.get()
                    .fromBytes(
                            memory,
                            file.map(tensor, arena),
                            tensor.dimensions(),
                            tensor.type().scalarType(),
                            Precision.FP32.scalarType());
        }
    }
}
