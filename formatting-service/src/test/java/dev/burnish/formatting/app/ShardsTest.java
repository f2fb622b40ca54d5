package dev.burnish.formatting.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.Artifact;
import dev.burnish.kit.testing.InMemoryObjectStore;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    private static final int MOST_BYTES = 200_000;

    @TempDir
    Path directory;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Shards shards = new Shards(store, MOST_BYTES);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void areTheFileCutBehindLines(long seed) throws Exception {
        Random random = new Random(seed);
        Path file = file(IntStream.range(0, 400)
                .mapToObj(i -> "x".repeat(random.nextInt(random.nextInt(10) == 0 ? MOST_BYTES - 1 : 3000)) + "\n")
                .collect(Collectors.joining()));

        List<Artifact> stored = shards.store(file, "job/train");

        StringBuilder all = new StringBuilder();
        for (int i = 0; i < stored.size(); i++) {
            String shard = content(stored.get(i));
            assertThat(shard).hasSizeBetween(1, MOST_BYTES).endsWith("\n");
            assertThat(stored.get(i).key()).isEqualTo("job/train-%05d.jsonl".formatted(i));
            all.append(shard);
        }
        assertThat(stored).hasSizeGreaterThan(4);
        assertThat(all.toString()).isEqualTo(Files.readString(file));
    }

    @Test
    void isOneWhereTheFileIsSmallOrEmpty() throws Exception {
        Path full = file("x".repeat(MOST_BYTES - 1) + "\n");

        assertThat(shards.store(full, "train"))
                .singleElement()
                .satisfies(shard -> assertThat(shard.bytes()).isEqualTo(MOST_BYTES));
        assertThat(shards.store(file(""), "validation"))
                .singleElement()
                .satisfies(shard -> assertThat(shard.bytes()).isZero());
    }

    @Test
    void refusesToCutALine() throws Exception {
        Path file = file("x".repeat(MOST_BYTES + 1) + "\n");

        assertThatThrownBy(() -> shards.store(file, "train")).isInstanceOf(IllegalStateException.class);
    }

    private Path file(String content) throws Exception {
        return Files.writeString(Files.createTempFile(directory, "rows", ".jsonl"), content);
    }

    private String content(Artifact artifact) throws Exception {
        try (InputStream in = store.open(artifact)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
