package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.Hyperparameters;
import dev.burnish.ingestion.domain.Method;
import dev.burnish.ingestion.domain.RefusedException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code method}, and {@code hyperparameters}, which it replaced. */
record MethodFields(Method method, Hyperparameters hyperparameters) {
    private static final Set<String> SUPERVISED = Set.of("n_epochs", "batch_size", "learning_rate_multiplier");
    private static final Set<String> DPO = Set.of("n_epochs", "batch_size", "learning_rate_multiplier", "beta");
    private static final int MAX_EPOCHS = 50;
    private static final int MAX_BATCH_SIZE = 256;
    private static final double MAX_BETA = 2;
    private static final int LONGEST_QUOTED = 40;

    static MethodFields read(JsonFields request) {
        JsonFields field = request.object("method");
        Method method = field == null ? Method.SUPERVISED : type(field);
        Hyperparameters asked = field == null ? null : settings(field, method);
        JsonFields deprecated = request.object("hyperparameters");
        if (deprecated == null) {
            return new MethodFields(method, asked == null ? Hyperparameters.AUTO : asked);
        }
        Hyperparameters twin = hyperparameters(deprecated.allowOnly(SUPERVISED));
        if (asked != null && !asked.withBeta(null).equals(twin)) {
            throw RefusedException.invalid(
                    "'hyperparameters' contradicts 'method." + method.label() + ".hyperparameters'; leave it out.",
                    "hyperparameters",
                    "invalid_value");
        }
        return new MethodFields(method, asked == null ? twin : asked);
    }

    private static Method type(JsonFields method) {
        String type = method.requiredText("type");
        return Arrays.stream(Method.values())
                .filter(known -> known.label().equals(type))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid(
                        "The method '" + (type.length() <= LONGEST_QUOTED ? type : "")
                                + "' is not supported; use 'supervised' or 'dpo'.",
                        method.path("type"),
                        "unsupported_method"));
    }

    private static @Nullable Hyperparameters settings(JsonFields field, Method method) {
        field.allowOnly(Set.of("type", method.label()));
        JsonFields settings = field.object(method.label());
        JsonFields hyperparameters = settings == null
                ? null
                : settings.allowOnly(Set.of("hyperparameters")).object("hyperparameters");
        if (hyperparameters == null) {
            return null;
        }
        return switch (method) {
            case SUPERVISED -> hyperparameters(hyperparameters.allowOnly(SUPERVISED));
            case DPO -> hyperparameters(hyperparameters.allowOnly(DPO)).withBeta(beta(hyperparameters));
        };
    }

    private static Hyperparameters hyperparameters(JsonFields fields) {
        Double multiplier =
                isAuto(fields, "learning_rate_multiplier") ? null : fields.numberAbove0("learning_rate_multiplier");
        return new Hyperparameters(
                countOrAuto(fields, "n_epochs", MAX_EPOCHS),
                countOrAuto(fields, "batch_size", MAX_BATCH_SIZE),
                multiplier,
                null);
    }

    private static @Nullable Double beta(JsonFields fields) {
        Double beta = isAuto(fields, "beta") ? null : fields.numberAbove0("beta");
        if (beta != null && beta > MAX_BETA) {
            throw RefusedException.invalid(
                    "Invalid '" + fields.path("beta") + "': it must be above 0 and at most 2; 0.1 is usual.",
                    fields.path("beta"),
                    "invalid_value");
        }
        return beta;
    }

    private static @Nullable Integer countOrAuto(JsonFields fields, String name, int max) {
        Long count = isAuto(fields, name) ? null : fields.integer(name, 1, max);
        return count == null ? null : Math.toIntExact(count);
    }

    private static boolean isAuto(JsonFields fields, String name) {
        return fields.isText(name, "auto");
    }
}
