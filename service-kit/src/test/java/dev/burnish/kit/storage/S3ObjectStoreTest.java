package dev.burnish.kit.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.Artifact;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.TransientFailures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@KitTest
class S3ObjectStoreTest {
    private static final String TYPE = "application/octet-stream";

    private final ObjectStore store;
    private final String key = "tests/" + Ids.create("object-");

    S3ObjectStoreTest(ObjectStore store) {
        this.store = store;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Artifact put(byte[] content) throws StorageException {
        return store.put(key, new ByteArrayInputStream(content), TYPE);
    }

    private byte[] read(Artifact artifact) throws IOException {
        try (InputStream content = store.open(artifact)) {
            return content.readAllBytes();
        }
    }

    /** Around and beyond the size of a part, so that one part, two parts and a last part that is full occur. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5 << 20, (5 << 20) + 1, 12 << 20})
    void givesBackWhatWasPutWithItsSizeAndDigest(int length) throws Exception {
        byte[] content = bytes(length);

        Artifact artifact = put(content);

        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        assertThat(artifact).isEqualTo(new Artifact(key, length, sha256));
        assertThat(read(artifact)).isEqualTo(content);
    }

    @Test
    void streamsLargeObjects() throws Exception {
        long length = 100L << 20;

        Artifact artifact = store.put(key, zeros(length), TYPE);

        assertThat(artifact.bytes()).isEqualTo(length);
        try (InputStream content = store.open(artifact)) {
            assertThat(content.transferTo(OutputStream.nullOutputStream())).isEqualTo(length);
        }
        store.delete(key);
    }

    private static InputStream zeros(long length) {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int count) {
                if (left <= 0) {
                    return -1;
                }
                int given = (int) Math.min(left, count);
                left -= given;
                return given;
            }
        };
    }

    @Test
    void readingToTheEndFindsAChangedByte() throws Exception {
        byte[] content = bytes(100_000);
        Artifact artifact = put(content);
        content[70_000] ^= 1;
        put(content);

        assertThatThrownBy(() -> read(artifact))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99_999, 100_001})
    void readingToTheEndFindsMissingAndExtraBytes(int length) throws Exception {
        Artifact artifact = put(bytes(100_000));
        put(bytes(length));

        assertThatThrownBy(() -> read(artifact)).isInstanceOf(ArtifactCorruptException.class);
    }

    @Test
    void saysThatAnObjectIsMissing() throws Exception {
        Artifact artifact = put(bytes(10));
        store.delete(key);
        store.delete(key);

        assertThatThrownBy(() -> store.open(artifact)).isInstanceOf(ArtifactMissingException.class);
    }

    @Test
    void aDownloadAppearsWholeOrNotAtAll(@TempDir Path directory) throws Exception {
        byte[] content = bytes(200_000);
        Artifact artifact = put(content);
        Path file = directory.resolve("below").resolve("file.bin");

        store.download(artifact, file);
        assertThat(file).hasBinaryContent(content);

        put(bytes(200_000 - 1));
        assertThatThrownBy(() -> store.download(artifact, file)).isInstanceOf(ArtifactCorruptException.class);
        assertThat(file).hasBinaryContent(content);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void bringsSeveralObjectsToOneFileInTheirOrder(@TempDir Path directory) throws Exception {
        Artifact first = store.put(key + "-1", new ByteArrayInputStream("one ".getBytes(UTF_8)), TYPE);
        Artifact second = store.put(key + "-2", new ByteArrayInputStream("two".getBytes(UTF_8)), TYPE);
        Path file = directory.resolve("both");

        store.download(List.of(first, second), file);

        assertThat(file).hasContent("one two");
        assertThatThrownBy(() -> store.download(
                        List.of(first, new Artifact(key + "-3", 1, second.sha256())), directory.resolve("torn")))
                .isInstanceOfSatisfying(
                        ArtifactMissingException.class,
                        missing -> assertThat(missing.key()).isEqualTo(key + "-3"));
        assertThat(directory.resolve("torn")).doesNotExist();
    }

    @Test
    void storesAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "content");

        assertThat(read(store.put(key, file, TYPE))).isEqualTo("content".getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 7 << 20})
    void nothingIsStoredWhenTheContentBreaksOff(int length) {
        IOException cut = new IOException("the client went away");
        InputStream content = new SequenceInputStream(new ByteArrayInputStream(bytes(length)), failing(cut));

        assertThatThrownBy(() -> store.put(key, content, TYPE))
                .isInstanceOf(StorageException.class)
                .hasCause(cut);
        assertMissing();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 7 << 20})
    void nothingIsStoredWhenAReaderRefusesTheContent(int length) {
        IllegalArgumentException refusal = new IllegalArgumentException("line 3 is no JSON");
        InputStream content = new SequenceInputStream(new ByteArrayInputStream(bytes(length)), failing(refusal));

        assertThatThrownBy(() -> store.put(key, content, TYPE)).isSameAs(refusal);
        assertMissing();
    }

    private void assertMissing() {
        assertThatThrownBy(() -> store.open(new Artifact(key, 0, "0".repeat(64))))
                .isInstanceOf(ArtifactMissingException.class);
    }

    private static InputStream failing(Exception failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] buffer, int offset, int count) throws IOException {
                switch (failure) {
                    case IOException e -> throw e;
                    case RuntimeException e -> throw e;
                    default -> throw new IllegalStateException(failure);
                }
            }
        };
    }

    @Test
    void tellsAStoreThatIsAwayFromAnObjectThatIsBad() throws Exception {
        Artifact artifact = put(bytes(10));

        assertThat(TransientFailures.isTransient(new StorageException("away", null)))
                .isTrue();
        assertThat(TransientFailures.isTransient(new ArtifactMissingException(key, null)))
                .isFalse();
        assertThat(TransientFailures.isTransient(new ArtifactCorruptException(artifact, 1, "")))
                .isFalse();
    }
}
