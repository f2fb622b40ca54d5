package dev.burnish.kit.work;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory on local disk for one attempt at a piece of work; closing deletes it. */
public final class AttemptDirectory implements AutoCloseable {

    private final Path path;

    private AttemptDirectory(Path path) {
        this.path = path;
    }

    /**
     * Creates the directory under {@code java.io.tmpdir}, and deletes what a killed attempt at the same work left on this machine.
     *
     * @param stage whose work it is, such as {@code training}
     * @param id of the work
     * @param fence of the attempt
     */
    public static AttemptDirectory create(String stage, String id, long fence) throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"), "burnish-" + stage);
        Files.createDirectories(parent);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, id + "-*")) {
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
        return new AttemptDirectory(Files.createDirectory(parent.resolve(id + "-" + fence)));
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
