package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.domain.Lora;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code burnish}: what OpenAI's request has no place for. */
record BurnishFields(Lora lora, Schedule schedule) {
    static final String ALL_LINEAR = "all-linear";

    private static final Set<String> LORA_FIELDS = Set.of(
            "rank", "alpha", "dropout", "target_modules", "use_rslora", "use_dora", "lora_plus_ratio", "base_weights");
    private static final int MAX_RANK = 256;
    private static final double MAX_LORA_PLUS_RATIO = 100;

    static BurnishFields read(JsonFields request) {
        JsonFields burnish = request.object("burnish");
        if (burnish == null) {
            return new BurnishFields(Lora.DEFAULT, Schedule.DEFAULT);
        }
        burnish.allowOnly(Set.of("lora", "schedule"));
        JsonFields lora = burnish.object("lora");
        JsonFields schedule = burnish.object("schedule");
        return new BurnishFields(
                lora == null ? Lora.DEFAULT : lora(lora), schedule == null ? Schedule.DEFAULT : schedule(schedule));
    }

    private static Lora lora(JsonFields lora) {
        lora.allowOnly(LORA_FIELDS);
        Long rank = lora.integer("rank", 1, MAX_RANK);
        Double alpha = lora.numberAbove0("alpha");
        Double dropout = share(lora, "dropout");
        boolean useDora = lora.flag("use_dora", false);
        int usedRank = rank == null ? Lora.DEFAULT.rank() : Math.toIntExact(rank);
        return new Lora(
                usedRank,
                alpha == null ? 2.0 * usedRank : alpha,
                dropout == null ? 0.0 : dropout,
                targetModules(lora),
                lora.flag("use_rslora", false),
                useDora,
                loraPlusRatio(lora),
                baseWeights(lora, useDora));
    }

    private static List<String> targetModules(JsonFields lora) {
        if (!lora.has("target_modules") || lora.isText("target_modules", ALL_LINEAR)) {
            return Lora.ALL_LINEAR;
        }
        List<String> names = lora.list("target_modules");
        if (names == null || names.isEmpty() || !Lora.ALL_LINEAR.containsAll(names)) {
            throw RefusedException.invalid(
                    "Invalid '" + lora.path("target_modules") + "': it must be '" + ALL_LINEAR
                            + "' or an array with at least one of " + String.join(", ", Lora.ALL_LINEAR) + ".",
                    lora.path("target_modules"),
                    "invalid_value");
        }
        return Lora.ALL_LINEAR.stream().filter(names::contains).toList();
    }

    private static double loraPlusRatio(JsonFields lora) {
        Double ratio = lora.number("lora_plus_ratio");
        if (ratio != null && (ratio < 1 || ratio > MAX_LORA_PLUS_RATIO)) {
            throw RefusedException.invalid(
                    "Invalid '" + lora.path("lora_plus_ratio")
                            + "': it must be from 1 to 100; 1 lets both factors learn at one rate, 16 is usual.",
                    lora.path("lora_plus_ratio"),
                    "invalid_value");
        }
        return ratio == null ? Lora.DEFAULT.loraPlusRatio() : ratio;
    }

    private static Lora.BaseWeights baseWeights(JsonFields lora, boolean useDora) {
        String asked = lora.text("base_weights");
        if (asked == null) {
            return Lora.DEFAULT.baseWeights();
        }
        Lora.BaseWeights weights = Arrays.stream(Lora.BaseWeights.values())
                .filter(known -> known.label().equals(asked))
                .findFirst()
                .orElseThrow(() -> invalid(lora, "base_weights", "it must be 'bf16', 'int8' or 'nf4'"));
        if (useDora && weights != Lora.BaseWeights.BF16) {
            throw invalid(
                    lora, "base_weights", "with use_dora it must be 'bf16', because DoRA needs the base's own weights");
        }
        return weights;
    }

    private static RefusedException invalid(JsonFields fields, String name, String rule) {
        return RefusedException.invalid(
                "Invalid '" + fields.path(name) + "': " + rule + ".", fields.path(name), "invalid_value");
    }

    private static Schedule schedule(JsonFields schedule) {
        schedule.allowOnly(Set.of("lr_scheduler_type", "warmup_ratio", "early_stopping_patience"));
        return new Schedule(
                decay(schedule),
                schedule.isText("warmup_ratio", "auto") ? null : share(schedule, "warmup_ratio"),
                patience(schedule));
    }

    private static @Nullable Integer patience(JsonFields schedule) {
        Long epochs = schedule.integer("early_stopping_patience", 1, Schedule.MAX_PATIENCE);
        return epochs == null ? null : Math.toIntExact(epochs);
    }

    private static Schedule.Decay decay(JsonFields schedule) {
        String type = schedule.text("lr_scheduler_type");
        if (type == null) {
            return Schedule.DEFAULT.decay();
        }
        return Arrays.stream(Schedule.Decay.values())
                .filter(decay -> decay.label().equals(type))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid(
                        "Invalid '" + schedule.path("lr_scheduler_type")
                                + "': it must be 'linear', 'cosine' or 'constant'.",
                        schedule.path("lr_scheduler_type"),
                        "invalid_value"));
    }

    private static @Nullable Double share(JsonFields fields, String name) {
        Double share = fields.number(name);
        if (share != null && (share < 0 || share >= 1)) {
            throw RefusedException.invalid(
                    "Invalid '" + fields.path(name) + "': it must be at least 0 and below 1.",
                    fields.path(name),
                    "invalid_value");
        }
        return share;
    }
}
