package dev.burnish.llm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIndexTest {

    @TempDir
    private Path directory;

    @Test
    void namesEachShardOnce() throws IOException {
        Path index = index(
                "{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\",\"c\":\"one.safetensors\"}}");
        assertThat(ShardIndex.read(index)).containsExactly("one.safetensors", "two.safetensors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"weight_map\":{\"a\":\"../one.safetensors\"}}",
                "{\"weight_map\":{\"a\":\"/etc/one.safetensors\"}}",
                "{\"weight_map\":{\"a\":\"one\\u0000.safetensors\"}}",
                "{\"weight_map\":{\"a\":\"one.bin\"}}",
                "{\"weight_map\":{\"a\":7}}",
                "{\"weight_map\":{}}",
                "{}",
                "[]",
            })
    void refusesWhatIsNoFileBesideIt(String json) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> ShardIndex.read(index))
                .isInstanceOfSatisfying(
                        CheckpointException.class, e -> assertThat(e.field()).isEqualTo("weight_map"));
    }

    @Test
    void refusesATensorThatIsInTwoShards() throws IOException {
        shard("one.safetensors", "a");
        shard("two.safetensors", "a");
        index("{\"weight_map\":{\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"}}");
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("two.safetensors: a: is in two files");
    }

    @Test
    void namesAShardThatIsMissing() throws IOException {
        index("{\"weight_map\":{\"a\":\"one.safetensors\"}}");
        assertThatThrownBy(() -> Checkpoint.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("one.safetensors: cannot be read");
    }

    private void shard(String file, String tensor) throws IOException {
        SafetensorsWriter.write(
                directory.resolve(file),
                List.of(new SafetensorsWriter.Source(
                        tensor, StoredType.F32, List.of(1L), () -> ByteBuffer.wrap(new byte[4]))));
    }

    private Path index(String json) throws IOException {
        return Files.writeString(directory.resolve("model.safetensors.index.json"), json);
    }
}
