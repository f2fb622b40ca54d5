package dev.burnish.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FileContents;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.RefusedException.Kind;
import dev.burnish.ingestion.domain.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UploadFileTest {
    private static final int MAX_BYTES = 1000;
    private static final String GOOD = "{\"messages\":[]}\n";

    private final FakeFiles files = new FakeFiles();
    private final FakeContents contents = new FakeContents();
    private final UploadFile uploadFile = new UploadFile(files, contents, MAX_BYTES);

    @Test
    void storesTheBytesUnderAKeyMadeOfIdsOnly() {
        StoredFile file = upload("../tickets.jsonl", stream(GOOD));

        assertThat(file.filename()).isEqualTo("../tickets.jsonl");
        assertThat(file.content().key()).isEqualTo("tenants/acme/files/" + file.id());
        assertThat(contents.stored.get(file.content().key())).asString().isEqualTo(GOOD);
        assertThat(files.rows).containsEntry(file.id(), file);
    }

    @Test
    void takesAFileAsLargeAsTheLimitAndNoLarger() {
        String filler = "{}" + " ".repeat(MAX_BYTES - 2);

        assertThat(upload("a.jsonl", stream(filler)).content().bytes()).isEqualTo(MAX_BYTES);
        RefusedException refusal = refusal("a.jsonl", stream(filler + " "));
        assertThat(refusal.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(refusal).hasMessageContaining("1000 bytes");
        assertThat(contents.stored).hasSize(1);
    }

    @Test
    void keepsNothingOfAFileWhoseSenderWentAway() {
        InputStream cut = new SequenceInputStream(stream(GOOD), new BrokenStream());

        assertThat(refusal("a.jsonl", cut).code()).isEqualTo("incomplete_upload");
        assertNothingIsKept();
    }

    @Test
    void keepsNothingOfAFileWithoutRows() {
        assertThat(refusal("a.jsonl", stream("7"))).hasMessageContaining("Line 1 is not a dictionary");
        assertThat(refusal("a.csv", stream("PK\3\4x"))).hasMessageContaining("archive");
        assertThat(refusal("a.jsonl", stream(""))).hasMessageContaining("empty");
        assertNothingIsKept();
    }

    @Test
    void takesRowsUnderAnyName() {
        assertThat(upload("rows", stream(GOOD)).filename()).isEqualTo("rows");
        assertThat(upload("rows.txt", stream("question;answer\na;b\n")).filename())
                .isEqualTo("rows.txt");
    }

    @Test
    void takesAnyBytesForAnotherPurpose() {
        StoredFile file = uploadFile.upload("acme", "photo.png", stream("\u0089PNG"), () -> FilePurpose.VISION);

        assertThat(file.purpose()).isEqualTo(FilePurpose.VISION);
    }

    @Test
    void keepsNothingWhenThePurposeThatComesAfterTheFileIsWrong() {
        assertThatThrownBy(() -> uploadFile.upload("acme", "a.jsonl", stream(GOOD), () -> FilePurpose.ofUpload("tune")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("'tune' is not one of ['assistants', ");
        assertNothingIsKept();
    }

    @Test
    void keepsNoBytesWithoutARow() {
        files.failure = new IllegalStateException("database is away");

        assertThatThrownBy(() -> upload("a.jsonl", stream(GOOD))).isSameAs(files.failure);
        assertNothingIsKept();
    }

    @Test
    void asksToTryAgainWhenStorageIsAway() {
        contents.failure = new IOException("connection refused");

        assertThat(refusal("a.jsonl", stream(GOOD)).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertNothingIsKept();
    }

    private StoredFile upload(String filename, InputStream content) {
        return uploadFile.upload("acme", filename, content, () -> FilePurpose.FINE_TUNE);
    }

    private RefusedException refusal(String filename, InputStream content) {
        RefusedException refusal = catchThrowableOfType(RefusedException.class, () -> upload(filename, content));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private void assertNothingIsKept() {
        assertThat(contents.stored).isEmpty();
        assertThat(files.rows).isEmpty();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A connection that breaks at the first read. */
    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }

    /** Leaves behind what it got before a failure, as a store may. */
    private static final class FakeContents implements FileContents {
        private final Map<String, byte[]> stored = new HashMap<>();
        private @Nullable IOException failure;

        @Override
        public Content store(String key, InputStream content) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                content.transferTo(bytes);
            } finally {
                stored.put(key, bytes.toByteArray());
            }
            if (failure != null) {
                throw failure;
            }
            return new Content(key, bytes.size(), "0".repeat(64));
        }

        @Override
        public InputStream open(Content content) {
            throw new UnsupportedOperationException("an upload reads nothing back");
        }

        @Override
        public void delete(String key) {
            stored.remove(key);
        }
    }

    private static final class FakeFiles implements Files {
        private final Map<String, StoredFile> rows = new HashMap<>();
        private @Nullable RuntimeException failure;

        @Override
        public void add(StoredFile file) {
            if (failure != null) {
                throw failure;
            }
            rows.put(file.id(), file);
        }

        @Override
        public Optional<StoredFile> get(String tenant, String id) {
            return Optional.ofNullable(rows.get(id));
        }

        @Override
        public boolean remove(String tenant, String id) {
            return rows.remove(id) != null;
        }

        @Override
        public Page<StoredFile> page(
                String tenant, @Nullable FilePurpose purpose, boolean newestFirst, PageRequest request) {
            throw new UnsupportedOperationException("an upload lists nothing");
        }
    }
}
