package dev.burnish.local.layout;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The passwords between the parts and the services of one stack, random and kept with its data. */
public record Secrets(
        @JsonProperty("postgres_password") String postgresPassword,
        @JsonProperty("storage_access_key") String storageAccessKey,
        @JsonProperty("storage_secret_key") String storageSecretKey) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Those of the state directory, made now if it has none. */
    public static Secrets of(StateDirectory state) throws IOException {
        if (Files.exists(state.secrets())) {
            return JSON.readValue(state.secrets().toFile(), Secrets.class);
        }
        Secrets secrets = new Secrets(randomHex(32), randomHex(16), randomHex(32));
        writePrivately(state.secrets(), JSON.writeValueAsString(secrets) + "\n");
        return secrets;
    }

    /** The stack's API key, made now if there is none; it stays the same across restarts. */
    public static String apiKey(StateDirectory state) throws IOException {
        if (!Files.exists(state.apiKey())) {
            writePrivately(state.apiKey(), "sk-burnish-" + randomHex(32) + "\n");
        }
        return Files.readString(state.apiKey()).strip();
    }

    /** Writes a file that nobody but its owner can read. */
    public static void writePrivately(Path file, String content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }

    private static String randomHex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
