package dev.burnish.local.layout;

import java.nio.file.Path;

/** The folder that a stack keeps everything in: data, logs, and what is running. */
public record StateDirectory(Path root) {
    public StateDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public Path data(String component) {
        return root.resolve("data").resolve(component);
    }

    public Path log(String component) {
        return root.resolve("logs").resolve(component + ".log");
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
