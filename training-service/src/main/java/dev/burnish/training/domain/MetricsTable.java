package dev.burnish.training.domain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The metrics of every step as CSV, in the columns of OpenAI's result files; blank where nothing was measured. */
public final class MetricsTable {

    private static final String HEADER = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n";

    private final StringBuilder csv = new StringBuilder(HEADER);

    /** @param validation what was measured after this step, or null */
    public void add(StepMeasurement step, @Nullable LossSums validation) {
        csv.append(String.format(Locale.ROOT, "%d,%.6f,%.6f,", step.step(), step.loss(), step.tokenAccuracy()));
        if (validation == null) {
            csv.append(",\n");
        } else {
            csv.append(String.format(Locale.ROOT, "%.6f,%.6f\n", validation.meanLoss(), validation.tokenAccuracy()));
        }
    }

    public String csv() {
        return csv.toString();
    }
}
