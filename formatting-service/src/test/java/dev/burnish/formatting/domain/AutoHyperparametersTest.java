package dev.burnish.formatting.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoHyperparametersTest {
    @ParameterizedTest
    @CsvSource({
        "1, 25",
        "4, 25",
        "5, 20",
        "8, 12",
        "33, 3",
        "34, 3",
        "100, 3",
        "8333, 3",
        "8334, 2",
        "12500, 2",
        "12501, 1",
        "1000000, 1"
    })
    void showsFewExamplesMoreOftenAndManyLess(int examples, int epochs) {
        assertThat(AutoHyperparameters.epochs(examples)).isEqualTo(epochs);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "749, 1", "750, 2", "5000, 10", "128000, 256", "1000000, 256"})
    void batchesAFiveHundredth(int examples, int batchSize) {
        assertThat(AutoHyperparameters.batchSize(examples)).isEqualTo(batchSize);
    }

    @Test
    void refusesToPlanForNoExamples() {
        assertThatThrownBy(() -> AutoHyperparameters.epochs(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AutoHyperparameters.batchSize(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
