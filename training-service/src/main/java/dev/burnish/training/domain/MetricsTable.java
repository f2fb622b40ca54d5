package dev.burnish.training.domain;

import dev.burnish.contracts.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The metrics of every step as CSV, in the columns of OpenAI's result files, but that pairs have no token accuracy; blank where nothing was measured. */
public final class MetricsTable {

    private static final String COLUMNS = "step,train_loss,train_accuracy,valid_loss,";

    private final StringBuilder csv;

    /** Goes on with a table of before. */
    MetricsTable(String csv) {
        this.csv = new StringBuilder(csv);
    }

    public MetricsTable(Method method) {
        csv = new StringBuilder(COLUMNS);
        csv.append(
                switch (method) {
                    case SUPERVISED -> "valid_mean_token_accuracy\n";
                    case DPO -> "valid_accuracy\n";
                });
    }

    /** @param validation what was measured after this step, or null */
    public void add(StepMeasurement step, @Nullable LossSums validation) {
        csv.append(String.format(Locale.ROOT, "%d,%.6f,%.6f,", step.step(), step.loss(), step.accuracy()));
        if (validation == null) {
            csv.append(",\n");
        } else {
            csv.append(String.format(Locale.ROOT, "%.6f,%.6f\n", validation.meanLoss(), validation.accuracy()));
        }
    }

    /** A step that was done somewhere else. */
    public void add(RemoteStep step) {
        csv.append(String.format(Locale.ROOT, "%d,%.6f,%.6f,", step.step(), step.loss(), step.accuracy()));
        csv.append(step.validLoss() == null ? "" : String.format(Locale.ROOT, "%.6f", step.validLoss()));
        csv.append(',');
        csv.append(step.validAccuracy() == null ? "" : String.format(Locale.ROOT, "%.6f", step.validAccuracy()));
        csv.append('\n');
    }

    public String csv() {
        return csv.toString();
    }
}
