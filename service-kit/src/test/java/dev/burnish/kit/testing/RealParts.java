package dev.burnish.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a service's tests against the real PostgreSQL, Kafka and object storage, started afresh. To be used as
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "formatting"))
 * }</pre>
 */
public class RealParts implements QuarkusTestResourceLifecycleManager {
    /** Opens the API for {@link #TENANT}. */
    public static final String API_KEY = "sk-burnish-test-acme";

    public static final String TENANT = "acme";

    /** Opens the API for {@link #TENANT} too, and what only operators may do. */
    public static final String OPERATOR_API_KEY = "sk-burnish-test-acme-operator";

    public static final String OTHER_API_KEY = "sk-burnish-test-globex";
    public static final String OTHER_TENANT = "globex";

    private String database = "";
    private @Nullable PartsProcess parts;

    @Override
    public void init(Map<String, String> arguments) {
        String name = arguments.get("database");
        if (name == null) {
            throw new IllegalArgumentException("RealParts needs the argument \"database\", such as \"formatting\"");
        }
        database = name;
    }

    @Override
    public Map<String, String> start() {
        Path repository = Path.of(System.getProperty("burnish.home"));
        PartsProcess started = PartsProcess.start(repository);
        parts = started;
        Map<String, String> settings = new HashMap<>(settings(started.addresses()));
        settings.put(
                "burnish.models.directory",
                repository.resolve("examples/models").toString());
        settings.put(
                "burnish.api-keys",
                String.join(
                        ",",
                        TENANT + ":" + sha256(API_KEY),
                        TENANT + ":" + sha256(OPERATOR_API_KEY) + ":operator",
                        OTHER_TENANT + ":" + sha256(OTHER_API_KEY)));
        settings.put("quarkus.http.test-port", "0");
        settings.put("quarkus.management.test-port", "0");
        return settings;
    }

    private Map<String, String> settings(JsonNode addresses) {
        JsonNode postgres = addresses.required("postgres");
        JsonNode storage = addresses.required("storage");
        return Map.of(
                "kafka.bootstrap.servers", addresses.required("kafka").asText(),
                "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://%s:%d/%s"
                                .formatted(
                                        postgres.required("host").asText(),
                                        postgres.required("port").asInt(),
                                        database),
                "quarkus.datasource.username", postgres.required("user").asText(),
                "quarkus.datasource.password", postgres.required("password").asText(),
                "burnish.storage.endpoint", storage.required("endpoint").asText(),
                "burnish.storage.access-key", storage.required("access_key").asText(),
                "burnish.storage.secret-key", storage.required("secret_key").asText(),
                "burnish.storage.bucket", storage.required("bucket").asText(),
                "burnish.storage.region", storage.required("region").asText());
    }

    private static String sha256(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void stop() {
        if (parts != null) {
            parts.close();
        }
    }
}
