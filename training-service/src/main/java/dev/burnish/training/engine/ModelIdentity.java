package dev.burnish.training.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells a base model from another: the content of its small files, among them the manifest with the digests of all files that an import wrote, and the names and sizes of its
 * weights.
 */
final class ModelIdentity {
    private static final String WEIGHTS = ".safetensors";

    private ModelIdentity() {}

    /** @return 64 hexadecimal digits */
    static String of(Path directory) throws IOException {
        Fingerprint fingerprint = new Fingerprint();
        for (Path file : files(directory)) {
            String name = String.valueOf(file.getFileName());
            fingerprint.add((name + " " + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
            if (name.endsWith(".json")) {
                fingerprint.add(Files.readAllBytes(file));
            }
        }
        return fingerprint.hex();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".json") || file.toString().endsWith(WEIGHTS))
                    .sorted()
                    .toList();
        }
    }
}
