package dev.burnish.local.parts;

import dev.burnish.local.process.Component;
import dev.burnish.local.process.Ports;
import dev.burnish.local.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The storage server of {@code local-stack/storage}, on its own class path. */
record Storage(int port, Path data, Path jars, Path log, String accessKey, String secretKey) {
    static final String BUCKET = "burnish";
    static final String REGION = "us-east-1";

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    Component component() {
        return new Component(
                "storage",
                port,
                Optional.empty(),
                log,
                this::program,
                () -> Ports.isListening(port),
                Duration.ofMinutes(3));
    }

    private Program program() throws IOException {
        return Program.java(
                List.of(
                        "-Xmx192m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseCompactObjectHeaders",
                        "-cp",
                        Program.classPath(jars),
                        "dev.burnish.local.storage.StorageServer"),
                Map.of(
                        "STORAGE_DIRECTORY", data.toString(),
                        "STORAGE_ENDPOINT", endpoint(),
                        "STORAGE_BUCKET", BUCKET,
                        "STORAGE_ACCESS_KEY", accessKey,
                        "STORAGE_SECRET_KEY", secretKey));
    }
}
