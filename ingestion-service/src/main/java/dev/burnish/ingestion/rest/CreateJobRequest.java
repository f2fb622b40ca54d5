package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.JobSpecification;
import dev.burnish.ingestion.domain.RefusedException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request for a job: OpenAI's fields, and {@code burnish}. */
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
        MethodFields method = MethodFields.read(request);
        BurnishFields burnish = BurnishFields.read(request);
        Long seed = request.integer("seed", 0, MAX_SEED);
        return new JobSpecification(
                name(request, "model"),
                trainingFile,
                validationFile,
                suffix(request),
                seed == null ? ThreadLocalRandom.current().nextLong(MAX_SEED + 1) : seed,
                method.method(),
                method.hyperparameters(),
                burnish.lora(),
                burnish.schedule(),
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
