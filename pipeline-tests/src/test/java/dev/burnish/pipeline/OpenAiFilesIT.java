package dev.burnish.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.uploads.Upload;
import com.openai.models.uploads.UploadCompleteParams;
import com.openai.models.uploads.UploadCreateParams;
import com.openai.models.uploads.parts.PartCreateParams;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every call for files and uploads, with the unmodified OpenAI client. */
class OpenAiFilesIT {
    private static final int PART = 5000;
    private static final Stack STACK = Stack.shared();
    private final OpenAIClient client = STACK.client();

    @Test
    void keepsAFileUntilItIsDeleted() {
        String content = Tickets.some(20);
        FileObject file = STACK.upload(content);

        assertThat(file.filename()).isEqualTo("tickets.jsonl");
        assertThat(file.purpose()).isEqualTo(FileObject.Purpose.FINE_TUNE);
        assertThat(file.bytes()).isEqualTo(content.getBytes(StandardCharsets.UTF_8).length);
        assertThat(isProcessed(file)).isTrue();
        assertThat(client.files().retrieve(file.id())).isEqualTo(file);
        assertThat(STACK.contentOf(file.id())).isEqualTo(content);

        assertThat(client.files().delete(file.id()).deleted()).isTrue();
        assertThatThrownBy(() -> client.files().retrieve(file.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> STACK.contentOf(file.id())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> client.files().delete(file.id())).isInstanceOf(NotFoundException.class);
    }

    /** Deprecated, and what clients that wait for a file look at. */
    @SuppressWarnings("deprecation")
    private static boolean isProcessed(FileObject file) {
        return file.status().equals(FileObject.Status.PROCESSED);
    }

    @Test
    void listsFilesPageByPageInBothOrders() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(STACK.upload(Tickets.some(10 + i)).id());
        }

        List<String> ascending = ids(FileListParams.Order.ASC);
        assertThat(ascending).containsSubsequence(made).doesNotHaveDuplicates();
        Collections.reverse(made);
        assertThat(ids(FileListParams.Order.DESC)).startsWith(made.toArray(String[]::new));
        assertThat(client.files().list(FileListParams.builder().purpose("batch").build()).autoPager().stream()
                        .map(FileObject::id))
                .doesNotContainAnyElementsOf(made);
    }

    private List<String> ids(FileListParams.Order order) {
        return client
                .files()
                .list(FileListParams.builder()
                        .purpose("fine-tune")
                        .limit(2)
                        .order(order)
                        .build())
                .autoPager()
                .stream()
                .map(FileObject::id)
                .toList();
    }

    @Test
    void putsAFileTogetherFromParts() {
        byte[] content = Tickets.some(60).getBytes(StandardCharsets.UTF_8);
        Upload upload = begin(content.length);
        assertThat(upload.status()).isEqualTo(Upload.Status.PENDING);
        List<String> parts = new ArrayList<>();
        for (int at = 0; at < content.length; at += PART) {
            parts.add(addPart(upload.id(), Arrays.copyOfRange(content, at, Math.min(content.length, at + PART))));
        }
        assertThat(parts).hasSizeGreaterThan(1);

        assertThatThrownBy(() -> complete(upload.id(), parts.subList(1, parts.size()), md5(content)))
                .isInstanceOf(BadRequestException.class);
        Upload completed = complete(upload.id(), parts, md5(content));

        assertThat(completed.status()).isEqualTo(Upload.Status.COMPLETED);
        FileObject file = completed.file().orElseThrow();
        assertThat(STACK.contentOf(file.id()).getBytes(StandardCharsets.UTF_8)).isEqualTo(content);
        assertThatThrownBy(() -> client.uploads().cancel(upload.id())).isInstanceOf(BadRequestException.class);
    }

    @Test
    void takesNoPartOfACancelledUpload() {
        Upload upload = begin(10);

        assertThat(client.uploads().cancel(upload.id()).status()).isEqualTo(Upload.Status.CANCELLED);

        assertThatThrownBy(() -> addPart(upload.id(), new byte[10])).isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> addPart("upload_none", new byte[10])).isInstanceOf(NotFoundException.class);
    }

    private Upload begin(int bytes) {
        return client.uploads()
                .create(UploadCreateParams.builder()
                        .filename("parts.jsonl")
                        .purpose(FilePurpose.FINE_TUNE)
                        .bytes(bytes)
                        .mimeType("application/jsonl")
                        .build());
    }

    private String addPart(String upload, byte[] data) {
        return client.uploads()
                .parts()
                .create(PartCreateParams.builder().uploadId(upload).data(data).build())
                .id();
    }

    private Upload complete(String upload, List<String> parts, String md5) {
        return client.uploads()
                .complete(UploadCompleteParams.builder()
                        .uploadId(upload)
                        .partIds(parts)
                        .md5(md5)
                        .build());
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
