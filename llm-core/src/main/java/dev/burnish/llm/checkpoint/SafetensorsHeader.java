package dev.burnish.llm.checkpoint;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the header of a safetensors file within bounds: every name once, known data types, a rank and a product of dimensions that are
 * sane, and byte ranges that have the shape's size, lie inside the file and do not overlap.
 */
final class SafetensorsHeader {

    static final int MAX_BYTES = 16 << 20;
    private static final int MAX_TENSORS = 100_000;
    private static final int MAX_RANK = 8;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final long dataStart;
    private final long fileSize;

    private SafetensorsHeader(Path file, long dataStart, long fileSize) {
        this.file = file;
        this.dataStart = dataStart;
        this.fileSize = fileSize;
    }

    static Map<String, StoredTensor> parse(Path file, byte[] header, long fileSize) throws CheckpointException {
        try (JsonParser parser = JSON.createParser(header)) {
            JsonNode root = JSON.readTree(parser);
            if (root == null || !root.isObject()) {
                throw new CheckpointException(file, "header", "is not a JSON object");
            }
            return new SafetensorsHeader(file, Long.BYTES + (long) header.length, fileSize).entries(root);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file, "header", "is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file, "header", "cannot be read", e);
        }
    }

    private Map<String, StoredTensor> entries(JsonNode root) throws CheckpointException {
        if (root.size() > MAX_TENSORS) {
            throw new CheckpointException(
                    file, "header", "has " + root.size() + " entries, at most " + MAX_TENSORS + " are read");
        }
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), entry(entry.getKey(), entry.getValue()));
            }
        }
        requireDisjoint(tensors);
        return Collections.unmodifiableMap(tensors);
    }

    private StoredTensor entry(String name, JsonNode value) throws CheckpointException {
        StoredType type = type(name, value.path("dtype").asText());
        List<Long> shape = shape(name, value.path("shape"));
        JsonNode offsets = value.path("data_offsets");
        if (offsets.size() != 2
                || !offsets.get(0).isIntegralNumber()
                || !offsets.get(1).isIntegralNumber()) {
            throw new CheckpointException(file, name, "data_offsets is not a pair of numbers");
        }
        if (!offsets.get(0).canConvertToLong() || !offsets.get(1).canConvertToLong()) {
            throw new CheckpointException(file, name, "data_offsets is out of range");
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        if (begin < 0 || end < begin || end > fileSize - dataStart) {
            throw new CheckpointException(
                    file, name, "data_offsets [" + begin + ", " + end + "] lies outside the file");
        }
        if (end - begin != bytes(name, type, shape)) {
            throw new CheckpointException(
                    file, name, "has " + (end - begin) + " bytes, which is not the size of shape " + shape);
        }
        return new StoredTensor(name, type, shape, dataStart + begin, end - begin);
    }

    private StoredType type(String name, String dtype) throws CheckpointException {
        for (StoredType type : StoredType.values()) {
            if (type.name().equals(dtype)) {
                return type;
            }
        }
        throw new CheckpointException(file, name, "dtype \"" + dtype + "\" is not one of F32, F16, BF16");
    }

    private List<Long> shape(String name, JsonNode value) throws CheckpointException {
        if (!value.isArray() || value.size() > MAX_RANK) {
            throw new CheckpointException(file, name, "shape is not a list of at most " + MAX_RANK + " dimensions");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode dimension : value) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToLong() || dimension.longValue() < 0) {
                throw new CheckpointException(file, name, "shape has a dimension that is no size: " + dimension);
            }
            shape.add(dimension.longValue());
        }
        return shape;
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
