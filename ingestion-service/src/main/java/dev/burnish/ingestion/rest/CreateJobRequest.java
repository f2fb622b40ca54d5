package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.Hyperparameters;
import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.Lora;
import dev.burnish.ingestion.domain.RefusedException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request for a job: OpenAI's fields, and {@code burnish} with the shape of the adapter. */
@Schema(
        requiredProperties = {"model", "training_file"},
        properties = {
            @SchemaProperty(name = "model", type = SchemaType.STRING),
            @SchemaProperty(name = "training_file", type = SchemaType.STRING),
            @SchemaProperty(name = "validation_file", type = SchemaType.STRING),
            @SchemaProperty(name = "suffix", type = SchemaType.STRING, minLength = 1, maxLength = 64),
            @SchemaProperty(name = "seed", type = SchemaType.INTEGER),
            @SchemaProperty(name = "method", type = SchemaType.OBJECT),
            @SchemaProperty(name = "hyperparameters", type = SchemaType.OBJECT, deprecated = true),
            @SchemaProperty(name = "metadata", type = SchemaType.OBJECT),
            @SchemaProperty(name = "burnish", type = SchemaType.OBJECT)
        })
final class CreateJobRequest {
    private static final long MAX_SEED = Integer.MAX_VALUE;
    private static final int MAX_SUFFIX = 64;
    private static final int MAX_PAIRS = 16;
    private static final int MAX_KEY = 64;
    private static final int MAX_VALUE = 512;
    private static final int MAX_NAME = 256;

    private static final Set<String> FIELDS = Set.of(
            "model",
            "training_file",
            "validation_file",
            "suffix",
            "seed",
            "method",
            "hyperparameters",
            "integrations",
            "metadata",
            "burnish");
    private static final Set<String> HYPERPARAMETERS = Set.of("n_epochs", "batch_size", "learning_rate_multiplier");

    private CreateJobRequest() {}

    static JobSpecification read(JsonFields request) {
        request.allowOnly(FIELDS);
        String trainingFile = fileId(request.requiredText("training_file"), "training_file");
        String validationFile = request.text("validation_file");
        if (validationFile != null && fileId(validationFile, "validation_file").equals(trainingFile)) {
            throw RefusedException.invalid(
                    "The validation file must not be the training file; leave it out to have examples set aside.",
                    "validation_file",
                    "invalid_value");
        }
        if (request.has("integrations") && !request.isEmptyArray("integrations")) {
            throw RefusedException.invalid(
                    "Integrations are not supported; leave 'integrations' out.", "integrations", "unsupported_value");
        }
        Long seed = request.integer("seed", 0, MAX_SEED);
        return new JobSpecification(
                name(request, "model"),
                trainingFile,
                validationFile,
                suffix(request),
                seed == null ? ThreadLocalRandom.current().nextLong(MAX_SEED + 1) : seed,
                hyperparameters(request),
                lora(request.object("burnish")),
                metadata(request.texts("metadata")));
    }

    private static String name(JsonFields request, String field) {
        String name = request.requiredText(field);
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    }

    private static String fileId(String id, String param) {
        if (!IdForms.FILE.matcher(id).matches()) {
            throw RefusedException.noSuchFile(id, param);
        }
        return id;
    }

    private static @Nullable String suffix(JsonFields request) {
        String suffix = request.text("suffix");
        if (suffix != null && (suffix.isEmpty() || suffix.length() > MAX_SUFFIX)) {
            throw RefusedException.invalid(
                    "Invalid 'suffix': it must have 1 to " + MAX_SUFFIX + " characters, but has " + suffix.length()
                            + ".",
                    "suffix",
                    "invalid_value");
        }
        return suffix;
    }

    private static Hyperparameters hyperparameters(JsonFields request) {
        JsonFields method = request.object("method");
        Hyperparameters asked = method == null ? null : supervised(method);
        JsonFields deprecated = request.object("hyperparameters");
        if (deprecated == null) {
            return asked == null ? Hyperparameters.AUTO : asked;
        }
        Hyperparameters twin = hyperparametersOf(deprecated);
        if (asked != null && !asked.equals(twin)) {
            throw RefusedException.invalid(
                    "'hyperparameters' contradicts 'method.supervised.hyperparameters'; leave it out.",
                    "hyperparameters",
                    "invalid_value");
        }
        return twin;
    }

    private static @Nullable Hyperparameters supervised(JsonFields method) {
        String type = method.requiredText("type");
        if (!"supervised".equals(type)) {
            throw RefusedException.invalid(
                    "The method '" + (type.length() <= MAX_NAME ? type : "") + "' is not supported; use 'supervised'.",
                    method.path("type"),
                    "unsupported_method");
        }
        method.allowOnly(Set.of("type", "supervised"));
        JsonFields supervised = method.object("supervised");
        if (supervised == null) {
            return null;
        }
        JsonFields hyperparameters =
                supervised.allowOnly(Set.of("hyperparameters")).object("hyperparameters");
        return hyperparameters == null ? null : hyperparametersOf(hyperparameters);
    }

    private static Hyperparameters hyperparametersOf(JsonFields fields) {
        fields.allowOnly(HYPERPARAMETERS);
        Double multiplier =
                isAuto(fields, "learning_rate_multiplier") ? null : fields.number("learning_rate_multiplier");
        if (multiplier != null) {
            requireAbove0(multiplier, fields.path("learning_rate_multiplier"));
        }
        return new Hyperparameters(
                countOrAuto(fields, "n_epochs", 50), countOrAuto(fields, "batch_size", 256), multiplier);
    }

    private static @Nullable Integer countOrAuto(JsonFields fields, String name, int max) {
        Long count = isAuto(fields, name) ? null : fields.integer(name, 1, max);
        return count == null ? null : Math.toIntExact(count);
    }

    private static boolean isAuto(JsonFields fields, String name) {
        return fields.isText(name, "auto");
    }

    private static Lora lora(@Nullable JsonFields burnish) {
        JsonFields lora =
                burnish == null ? null : burnish.allowOnly(Set.of("lora")).object("lora");
        if (lora == null) {
            return Lora.DEFAULT;
        }
        lora.allowOnly(Set.of("rank", "alpha", "dropout"));
        Long rank = lora.integer("rank", 1, 256);
        Double alpha = lora.number("alpha");
        Double dropout = lora.number("dropout");
        if (alpha != null) {
            requireAbove0(alpha, lora.path("alpha"));
        }
        if (dropout != null && (dropout < 0 || dropout >= 1)) {
            throw RefusedException.invalid(
                    "Invalid '" + lora.path("dropout") + "': it must be at least 0 and below 1.",
                    lora.path("dropout"),
                    "invalid_value");
        }
        int usedRank = rank == null ? Lora.DEFAULT.rank() : Math.toIntExact(rank);
        return new Lora(usedRank, alpha == null ? 2.0 * usedRank : alpha, dropout == null ? 0.0 : dropout);
    }

    private static void requireAbove0(double number, String path) {
        if (number <= 0) {
            throw RefusedException.invalid("Invalid '" + path + "': it must be above 0.", path, "invalid_value");
        }
    }

    private static @Nullable Map<String, String> metadata(@Nullable Map<String, String> metadata) {
        if (metadata != null
                && (metadata.size() > MAX_PAIRS
                        || metadata.entrySet().stream()
                                .anyMatch(pair -> pair.getKey().length() > MAX_KEY
                                        || pair.getValue().length() > MAX_VALUE))) {
            throw RefusedException.invalid(
                    "Invalid 'metadata': at most " + MAX_PAIRS + " pairs, keys of at most " + MAX_KEY
                            + " characters, values of at most " + MAX_VALUE + ".",
                    "metadata",
                    "invalid_value");
        }
        return metadata;
    }
}
