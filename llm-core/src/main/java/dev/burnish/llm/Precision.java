package dev.burnish.llm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What matrix products are computed in; sums of losses, master weights and optimizer state are fp32 or wider in both. */
public enum Precision {
    FP32(6),
    BF16(15);

    private final int scalarType;

    Precision(int scalarType) {
        this.scalarType = scalarType;
    }

    /** libtorch's number of the data type. */
    public int scalarType() {
        return scalarType;
    }

    /** Bytes of one value. */
    public int bytes() {
        return this == BF16 ? Short.BYTES : Float.BYTES;
    }

    /** BF16 only where the processor multiplies it in hardware; elsewhere it is many times slower than FP32. */
    public static Precision ofThisCpu() {
        try {
            return ofCpuFlags(Files.readAllLines(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return FP32;
        }
    }

    static Precision ofCpuFlags(List<String> cpuInfo) {
        return cpuInfo.stream()
                        .filter(line -> line.startsWith("flags"))
                        .anyMatch(line -> line.contains(" avx512_bf16") || line.contains(" amx_bf16"))
                ? BF16
                : FP32;
    }
}
