package dev.burnish.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Samples;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records that are no events, of every kind that a careless or hostile producer could write; the same for the same seed. */
final class MalformedRecords {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ATTRIBUTES =
            List.of("specversion", "id", "source", "type", "subject", "time", "tenant", "sequence", "data");
    private static final int LARGE = 900_000;
    private static final int DEEP = 5_000;

    private enum Fault {
        RANDOM_BYTES,
        TRUNCATED,
        ATTRIBUTE_MISSING,
        ATTRIBUTE_OF_WRONG_TYPE,
        DATA_OF_WRONG_TYPE,
        OTHER_SUBJECT,
        OTHER_SPECIFICATION,
        DEEP_NESTING,
        TRAILING_TOKENS,
        NO_VALUE
    }

    private static final List<Fault> FAULTS = Arrays.asList(Fault.values());

    private final Random random;

    MalformedRecords(long seed) {
        this.random = new Random(seed);
    }

    /** Null for a tombstone. Every hundredth on average is of nearly a megabyte, the most that a broker takes. */
    byte @Nullable [] next(EventType type) {
        String sample = Samples.json(type).strip();
        return switch (FAULTS.get(random.nextInt(FAULTS.size()))) {
            case RANDOM_BYTES -> randomBytes();
            case TRUNCATED -> bytes(sample.substring(0, random.nextInt(sample.length())));
            case ATTRIBUTE_MISSING -> {
                ObjectNode event = parse(sample);
                event.remove(anAttribute());
                yield bytes(event.toString());
            }
            case ATTRIBUTE_OF_WRONG_TYPE -> {
                ObjectNode event = parse(sample);
                event.putArray(anAttribute()).add(random.nextInt());
                yield bytes(event.toString());
            }
            case DATA_OF_WRONG_TYPE -> {
                ObjectNode event = parse(sample);
                ObjectNode data = (ObjectNode) event.get("data");
                data.fieldNames().forEachRemaining(name -> data.putObject(name).put("of", "a wrong type"));
                yield bytes(event.toString());
            }
            case OTHER_SUBJECT ->
                bytes(parse(sample).put("subject", "ftjob-" + random.nextInt()).toString());
            case OTHER_SPECIFICATION ->
                bytes(parse(sample).put("specversion", "2.0").toString());
            case DEEP_NESTING -> bytes("{\"data\":".repeat(DEEP) + "1" + "}".repeat(DEEP));
            case TRAILING_TOKENS -> bytes(sample + " ".repeat(random.nextInt(10) == 0 ? LARGE : 1) + sample);
            case NO_VALUE -> null;
        };
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String anAttribute() {
        return ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size()));
    }

    private static ObjectNode parse(String sample) {
        try {
            return (ObjectNode) JSON.readTree(sample);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("samples are JSON", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
