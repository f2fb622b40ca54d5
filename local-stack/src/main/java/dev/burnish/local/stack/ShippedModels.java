package dev.burnish.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The base models that come with the project, as copies in a folder where others can be added to them. */
final class ShippedModels {
    /** Written by an import: a model of an operator's own that took the name of a shipped one. */
    private static final String IMPORTED = "burnish.json";

    /** The deployment service deletes such folders when it starts, so that nothing stays of a copy that was cut short. */
    private static final String HIDDEN = ".burnish-";

    private ShippedModels() {}

    /** Copies each model that is missing or not the same any more; what an operator has imported stays. */
    static void copy(Path shipped, Path models) throws IOException {
        Files.createDirectories(models);
        if (!Files.isDirectory(shipped)) {
            return;
        }
        for (Path model : children(shipped)) {
            Path target = models.resolve(model.getFileName());
            if (Files.isDirectory(model) && !Files.exists(target.resolve(IMPORTED)) && !isSame(model, target)) {
                replace(model, target);
            }
        }
    }

    private static boolean isSame(Path model, Path copy) throws IOException {
        for (Path file : children(model)) {
            Path copied = copy.resolve(file.getFileName());
            if (!Files.isRegularFile(copied) || Files.mismatch(file, copied) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** A service that looks meanwhile finds the old model, none, or the new one, never a part of one. */
    private static void replace(Path model, Path target) throws IOException {
        Path copy = Files.createDirectory(target.resolveSibling(HIDDEN + UUID.randomUUID()));
        for (Path file : children(model)) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        if (Files.exists(target)) {
            Path old = target.resolveSibling(HIDDEN + UUID.randomUUID());
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
            delete(old);
        } else {
            Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.delete(each);
        }
    }
}
