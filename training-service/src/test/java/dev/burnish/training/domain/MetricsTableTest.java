package dev.burnish.training.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Method;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricsTableTest {
    @Test
    void leavesBlankWhatWasNotMeasuredWhateverTheLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            MetricsTable table = new MetricsTable(Method.SUPERVISED);
            table.add(new StepMeasurement(1, 2.5, 0.25, 1e-3, 1, 10), null);
            table.add(new StepMeasurement(2, 1.25, 0.5, 1e-3, 1, 10), new LossSums(6, 4, 3));
            assertThat(table.csv()).isEqualTo("""
                            step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy
                            1,2.500000,0.250000,,
                            2,1.250000,0.500000,1.500000,0.750000
                            """);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void hasNoTokenAccuracyOfPairs() {
        assertThat(new MetricsTable(Method.DPO).csv())
                .isEqualTo("step,train_loss,train_accuracy,valid_loss,valid_accuracy\n");
    }
}
