package dev.burnish.llm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutOfMemoryTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DefaultCPUAllocator: can't allocate memory: you tried to allocate 4398046511104 bytes | true
                    CUDA out of memory. Tried to allocate 20.00 GiB                                       | true
                    DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes                 | true
                    mat1 and mat2 shapes cannot be multiplied (3x4 and 5x6)                               | false
                    """)
    void isToldByTheDevicesWords(String message, boolean expected) {
        assertThat(OutOfMemory.causes(
                        new IllegalStateException("a step failed", new IllegalArgumentException(message))))
                .isEqualTo(expected);
    }
}
