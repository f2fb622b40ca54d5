package dev.burnish.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.llm.kernel.Kernels;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTest {

    @Test
    void isOneForTheProcess() throws Exception {
        try (Engine engine = Engine.start()) {
            assertThatIllegalStateException().isThrownBy(Engine::start);
            assertThat(engine.call(() -> Thread.currentThread().getName())).isEqualTo("llm-engine");
        }
        try (Engine again = Engine.start(1)) {
            assertThat(again.device()).isIn("cpu", "gpu");
        }
    }

    @Test
    void keepsNativeCodeOffOtherThreads() {
        try (Engine engine = Engine.start()) {
            assertThat(engine.precision()).isNotNull();
            assertThatIllegalStateException().isThrownBy(Kernels::get).withMessageContaining("engine's thread");
        }
    }

    @Test
    void givesBackWhatATaskThrows() {
        try (Engine engine = Engine.start()) {
            assertThatThrownBy(() -> engine.call(() -> {
                        throw new IOException("gone");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("gone");
        }
    }

    @Test
    void keepsTheInterruptOfAWaitingCaller() throws Exception {
        try (Engine engine = Engine.start()) {
            Thread.currentThread().interrupt();
            assertThat(engine.call(() -> 42)).isEqualTo(42);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void computesInBf16OnlyWhereTheProcessorDoes() {
        assertThat(Precision.ofCpuFlags(List.of("flags\t: fpu avx512_bf16 vme")))
                .isEqualTo(Precision.BF16);
        assertThat(Precision.ofCpuFlags(List.of("flags\t: fpu amx_bf16"))).isEqualTo(Precision.BF16);
        assertThat(Precision.ofCpuFlags(List.of("flags\t: fpu avx2 avx512f", "model name : bf16")))
                .isEqualTo(Precision.FP32);
    }
}
