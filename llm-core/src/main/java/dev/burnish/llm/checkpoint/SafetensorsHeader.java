package dev.burnish.llm.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a safetensors file within bounds: every name once, known data types, a rank and a product of dimensions that are
 * sane, and byte ranges that have the shape's size, lie inside the file and do not overlap. It is read token by token, so that beside the
 * header's own bytes and characters nothing is kept but one entry per tensor.
 */
final class SafetensorsHeader {

    static final int MAX_BYTES = 16 << 20;
    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_RANK = 8;
    private static final int MAX_TEXT = 500;

    /** Without a table of field names: a file that makes them collide would stop the parser with an unchecked exception. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final Path file;
    private final JsonParser parser;
    private final long dataStart;
    private final long fileSize;

    private SafetensorsHeader(Path file, JsonParser parser, long dataStart, long fileSize) {
        this.file = file;
        this.parser = parser;
        this.dataStart = dataStart;
        this.fileSize = fileSize;
    }

    static Map<String, StoredTensor> parse(Path file, byte[] header, long fileSize) throws CheckpointException {
        try (JsonParser parser = JSON.createParser(header)) {
            return new SafetensorsHeader(file, parser, Long.BYTES + (long) header.length, fileSize).entries();
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file, "header", "is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file, "header", "cannot be read", e);
        }
    }

    private Map<String, StoredTensor> entries() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new CheckpointException(file, "header", "is not a JSON object");
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = text();
            parser.nextToken();
            if (name.equals("__metadata__")) {
                parser.skipChildren();
            } else if (tensors.size() == MAX_TENSORS) {
                throw new CheckpointException(file, "header", "has more than " + MAX_TENSORS + " tensors");
            } else if (tensors.put(name, entry(name)) != null) {
                throw new CheckpointException(file, name, "is there twice");
            }
        }
        if (parser.nextToken() != null) {
            throw new CheckpointException(file, "header", "has more than one JSON object");
        }
        requireDisjoint(tensors);
        return Collections.unmodifiableMap(tensors);
    }

    private StoredTensor entry(String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new CheckpointException(file, name, "is not a JSON object");
        }
        StoredType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        Set<String> fields = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = text();
            parser.nextToken();
            if (!fields.add(field)) {
                throw new CheckpointException(file, name, "has " + field + " twice");
            }
            switch (field) {
                case "dtype" -> type = type(name);
                case "shape" -> shape = sizes(name, field, MAX_RANK);
                case "data_offsets" -> offsets = sizes(name, field, 2);
                default -> throw new CheckpointException(file, name, "has an unknown field " + field);
            }
        }
        return tensor(name, type, shape, offsets);
    }

    private StoredTensor tensor(
            String name, @Nullable StoredType type, @Nullable List<Long> shape, @Nullable List<Long> offsets)
            throws CheckpointException {
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new CheckpointException(file, name, "needs a dtype, a shape and a pair of data_offsets");
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (end < begin || end > fileSize - dataStart) {
            throw new CheckpointException(
                    file, name, "data_offsets [" + begin + ", " + end + "] lies outside the file");
        }
        if (end - begin != bytes(name, type, shape)) {
            throw new CheckpointException(
                    file, name, "has " + (end - begin) + " bytes, which is not the size of shape " + shape);
        }
        return new StoredTensor(name, type, shape, dataStart + begin, end - begin);
    }

    private StoredType type(String name) throws IOException {
        String dtype = text();
        for (StoredType type : StoredType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw new CheckpointException(file, name, "dtype \"" + dtype + "\" is not one of F32, F16, BF16");
    }

    /** The text of the token: names and types are short, and become part of messages. */
    private String text() throws IOException {
        if (parser.getTextLength() > MAX_TEXT) {
            throw new CheckpointException(file, "header", "has a text of more than " + MAX_TEXT + " characters");
        }
        return parser.getText();
    }

    private List<Long> sizes(String name, String field, int most) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new CheckpointException(file, name, field + " is not a list");
        }
        List<Long> sizes = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (sizes.size() == most) {
                throw new CheckpointException(file, name, field + " has more than " + most + " numbers");
            }
            boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!whole || parser.getLongValue() < 0) {
                throw new CheckpointException(file, name, field + " has an entry that is no size: " + text());
            }
            sizes.add(parser.getLongValue());
        }
        return sizes;
    }

    private long bytes(String name, StoredType type, List<Long> shape) throws CheckpointException {
        try {
            long bytes = type.bytes();
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw new CheckpointException(file, name, "shape " + shape + " is too large", e);
        }
    }

    private void requireDisjoint(Map<String, StoredTensor> tensors) throws CheckpointException {
        List<StoredTensor> sorted = tensors.values().stream()
                .filter(tensor -> tensor.length() > 0)
                .sorted(Comparator.comparingLong(StoredTensor::offset))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).offset() < sorted.get(i - 1).end()) {
                throw new CheckpointException(
                        file,
                        sorted.get(i).name(),
                        "overlaps " + sorted.get(i - 1).name());
            }
        }
    }
}
