package dev.burnish.local.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The folder that a stack keeps everything in: data, logs, and what is running. */
public record StateDirectory(Path root) {
    public StateDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public Path data(String component) {
        return root.resolve("data").resolve(component);
    }

    /** The base models of the stack, unless it is told to take those of another folder. */
    public Path models() {
        return root.resolve("models");
    }

    /** Reports on the files of jobs, as far as somebody has fetched them. */
    public Path reports() {
        return root.resolve("reports");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String component) {
        return logs().resolve(component + ".log");
    }

    /** Puts the log of the last run aside, as {@code <component>.log.1}. */
    public void startNewLog(String component) throws IOException {
        if (Files.exists(log(component))) {
            Files.move(log(component), Path.of(log(component) + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Files that mean something only while the stack runs. */
    public Path run(String name) {
        return root.resolve("run").resolve(name);
    }

    public Path secrets() {
        return root.resolve("secrets.json");
    }

    public Path apiKey() {
        return root.resolve("api-key");
    }
}
