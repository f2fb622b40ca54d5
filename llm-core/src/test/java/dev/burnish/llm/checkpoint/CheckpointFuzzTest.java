package dev.burnish.llm.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.burnish.llm.AnyFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code JAZZER_FUZZ=1} in the environment, searches for contents that do harm; else tries stored and seeded ones. */
class CheckpointFuzzTest {

    @TempDir
    private Path directory;

    @FuzzTest(maxDuration = "1m")
    void readsAnySafetensorsFile(byte[] bytes) {
        safetensors().read(bytes);
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyHeader(byte[] json) {
        safetensors().read(withLength(json, json.length, 64));
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnyShardIndex(byte[] json) {
        index().read(json);
    }

    @Test
    void readsChangedHeaders() {
        List<byte[]> valid = new ArrayList<>();
        for (String json : List.of(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[24,26]}}",
                "{\"__metadata__\":{\"format\":\"pt\"},\"w\":{\"shape\":[0],\"dtype\":\"F16\",\"data_offsets\":[8,8]}}")) {
            valid.add(withLength(json.getBytes(UTF_8), json.length(), 32));
        }
        safetensors().readChanged(valid, 4_000, 1);
    }

    @Test
    void readsChangedIndexes() {
        String json =
                "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}}";
        index().readChanged(List.of(json.getBytes(UTF_8)), 2_000, 2);
    }

    /** The largest headers, which would fill the memory as a tree. */
    @Test
    void staysWithinBoundsForTheLargestHeaders() throws IOException {
        for (String piece : List.of("[],", "{},", "1,", "{\"a\":1},", "\"\",")) {
            String json = "{\"a\":[" + piece.repeat((SafetensorsHeader.MAX_BYTES - 20) / piece.length()) + "0]}";
            safetensors().read(withLength(json.getBytes(UTF_8), json.length(), 0));
        }
        StringBuilder json = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; json.length() < SafetensorsHeader.MAX_BYTES - 40; i++) {
            json.append("\"%07x\":{},".formatted(i));
        }
        byte[] bytes = json.append("\"z\":0}}").toString().getBytes(UTF_8);
        safetensors().read(withLength(bytes, bytes.length, 0));
        assertThat(bytes.length).isGreaterThan(SafetensorsHeader.MAX_BYTES - 100);
    }

    private AnyFile safetensors() {
        return new AnyFile(directory.resolve("any.safetensors"), path -> {
            try (SafetensorsFile file = SafetensorsFile.open(path);
                    Arena arena = Arena.ofConfined()) {
                for (StoredTensor tensor : file.tensors().values()) {
                    assertThat(file.map(tensor, 0, tensor.length(), arena).remaining())
                            .isEqualTo((int) tensor.length());
                }
            }
        });
    }

    private AnyFile index() {
        return new AnyFile(
                directory.resolve("model.safetensors.index.json"),
                file -> assertThat(ShardIndex.read(file))
                        .allSatisfy(name ->
                                assertThat(directory.resolve(name).getParent()).isEqualTo(directory)));
    }

    /** A safetensors file of that header and some zeros. */
    private static byte[] withLength(byte[] json, long length, int data) {
        return ByteBuffer.allocate(Long.BYTES + json.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .array();
    }
}
