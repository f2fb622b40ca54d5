package dev.burnish.llm.model;

import dev.burnish.llm.checkpoint.CheckpointException;

/** Reads the RoPE of a {@code config.json}, in the dialect of transformers 4 or of 5. */
final class RopeFields {

    private static final double DEFAULT_THETA = 10_000;

    private final ConfigFile file;
    private final ConfigFile fields;
    private final int headDimension;
    private final int maxPositions;

    private RopeFields(ConfigFile file, ConfigFile fields, int headDimension, int maxPositions) {
        this.file = file;
        this.fields = fields;
        this.headDimension = headDimension;
        this.maxPositions = maxPositions;
    }

    /** Version 4 has {@code rope_theta} and {@code rope_scaling}, version 5 has both in {@code rope_parameters}. */
    static Rope read(ConfigFile file, int headDimension, int maxPositions) throws CheckpointException {
        ConfigFile scaling = file.section("rope_scaling");
        ConfigFile fields = scaling.isEmpty() ? file.section("rope_parameters") : scaling;
        fields.requireFlat();
        for (ConfigFile place : new ConfigFile[] {file, fields}) {
            if (place.positive("partial_rotary_factor", 1) != 1) {
                throw place.refused("partial_rotary_factor", "only 1 is supported");
            }
        }
        double theta = fields.positive("rope_theta", file.positive("rope_theta", DEFAULT_THETA));
        if (theta <= 1) {
            throw file.refused("rope_theta", "must be more than 1, not " + theta);
        }
        RopeFields reader = new RopeFields(file, fields, headDimension, maxPositions);
        String type = fields.text("rope_type", fields.text("type", "default"));
        return switch (type) {
            // Dynamic scaling begins beyond the longest sequence, where no model is run.
            case "default", "dynamic" -> new Rope(theta, null);
            case "linear" -> new Rope(theta, new RopeScaling.Linear(fields.positive("factor")));
            case "llama3" -> new Rope(theta, reader.llama3());
            case "yarn" -> new Rope(theta, reader.yarn());
            case "longrope" -> new Rope(theta, reader.longRope());
            default ->
                throw fields.refused(
                        "rope_type", "\"" + type + "\" is not one of default, linear, dynamic, yarn, longrope, llama3");
        };
    }

    private RopeScaling llama3() throws CheckpointException {
        double low = fields.positive("low_freq_factor");
        double high = fields.positive("high_freq_factor");
        if (high <= low) {
            throw fields.refused("high_freq_factor", "must be more than low_freq_factor " + low + ", not " + high);
        }
        return new RopeScaling.Llama3(fields.positive("factor"), low, high, originalPositions());
    }

    private RopeScaling yarn() throws CheckpointException {
        double factor = factor();
        double usual = RopeScaling.Yarn.magnitude(factor, 1);
        if (fields.has("mscale") && fields.has("mscale_all_dim")) {
            usual = RopeScaling.Yarn.magnitude(factor, fields.positive("mscale"))
                    / RopeScaling.Yarn.magnitude(factor, fields.positive("mscale_all_dim"));
        }
        return new RopeScaling.Yarn(
                factor,
                fields.positive("attention_factor", usual),
                fields.positive("beta_fast", 32),
                fields.positive("beta_slow", 1),
                fields.flag("truncate", true),
                originalPositions());
    }

    private RopeScaling longRope() throws CheckpointException {
        double factor = factor();
        double usual = factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(originalPositions()));
        return new RopeScaling.LongRope(
                fields.positives("short_factor", headDimension / 2),
                fields.positives("long_factor", headDimension / 2),
                fields.positive("attention_factor", usual),
                originalPositions());
    }

    private double factor() throws CheckpointException {
        return fields.positive("factor", (double) maxPositions / originalPositions());
    }

    /** A model that has the field beside {@code rope_scaling} means that one. */
    private int originalPositions() throws CheckpointException {
        String field = "original_max_position_embeddings";
        ConfigFile place = file.has(field) ? file : fields;
        return place.has(field) ? place.whole(field, 2, Integer.MAX_VALUE) : maxPositions;
    }
}
