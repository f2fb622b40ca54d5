package dev.burnish.local.parts;

import dev.burnish.local.process.Component;
import dev.burnish.local.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@link KafkaServer} as a child process. */
record Kafka(int port, int controllerPort, Path data, Path readyFile, Path jars, Path log) {

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    Component component() {
        return new Component(
                "kafka",
                port,
                Optional.empty(),
                log,
                this::program,
                () -> Files.exists(readyFile),
                Duration.ofMinutes(3));
    }

    private Program program() throws IOException {
        Files.createDirectories(readyFile.getParent());
        Files.deleteIfExists(readyFile);
        return Program.java(
                List.of(
                        "-Xmx256m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseCompactObjectHeaders",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        Program.classPath(jars),
                        KafkaServer.class.getName()),
                Map.of(
                        "KAFKA_DIRECTORY", data.toString(),
                        "KAFKA_PORT", Integer.toString(port),
                        "KAFKA_CONTROLLER_PORT", Integer.toString(controllerPort),
                        "KAFKA_READY_FILE", readyFile.toString()));
    }
}
