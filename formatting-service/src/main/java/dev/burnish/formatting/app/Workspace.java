package dev.burnish.formatting.app;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** A directory for the files of one piece of work; closing deletes both. Its name carries the process, so that what a killed process leaves is found and deleted later. */
final class Workspace implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Workspace.class);

    private static final String PREFIX = "burnish-formatting-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-\\d+");

    /** Those of this process. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path directory;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    /** One at a time, so that none is taken for a leftover before it is known as open. */
    static synchronized Workspace create(Path parent) throws IOException {
        deleteLeftovers(parent);
        Path directory = Files.createTempDirectory(
                parent, PREFIX + ProcessHandle.current().pid() + "-");
        OPEN.add(directory);
        return new Workspace(directory);
    }

    private static void deleteLeftovers(Path parent) throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : directories) {
                Matcher name = NAME.matcher(directory.getFileName().toString());
                if (name.matches() && hasEnded(Long.parseLong(name.group(1))) && !OPEN.contains(directory)) {
                    deleteLeftover(directory);
                }
            }
        }
    }

    /** In a container, the process before had this one's number. */
    private static boolean hasEnded(long pid) {
        return pid == ProcessHandle.current().pid() || ProcessHandle.of(pid).isEmpty();
    }

    private static void deleteLeftover(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            LOG.warnf("%s cannot be deleted: %s", directory, e);
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    @Override
    public void close() throws IOException {
        delete(directory);
        OPEN.remove(directory);
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
