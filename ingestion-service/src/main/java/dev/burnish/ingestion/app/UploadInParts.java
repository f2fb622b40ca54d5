package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FileContents;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.ingestion.domain.Upload;
import dev.burnish.ingestion.domain.Upload.Status;
import dev.burnish.ingestion.domain.Uploads;
import dev.burnish.kit.Ids;
import dev.burnish.kit.security.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes in a file of up to 8 GB part by part, within an hour. Parts may come at once and again; the completion says which ones count, and in which order. */
@ApplicationScoped
public class UploadInParts {
    public static final long MAX_BYTES = 8L << 30;
    public static final int MAX_PART_BYTES = 64 << 20;

    private static final Logger LOG = Logger.getLogger(UploadInParts.class);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final Uploads uploads;
    private final Files files;
    private final FileContents contents;
    private final UploadFile uploadFile;

    UploadInParts(Uploads uploads, Files files, FileContents contents, UploadFile uploadFile) {
        this.uploads = uploads;
        this.files = files;
        this.contents = contents;
        this.uploadFile = uploadFile;
    }

    /** An upload, and the file that it has become if it is complete. */
    public record View(Upload upload, @Nullable StoredFile file) {}

    public View begin(String tenant, String filename, FilePurpose purpose, long bytes) {
        CurrentTenant.run(CurrentTenant.EVERYBODY, this::forgetExpired);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        Upload upload = new Upload(
                Ids.create("upload_"), tenant, now, now.plus(LIFETIME), filename, purpose, bytes, Status.PENDING, null);
        uploads.add(upload);
        return new View(upload, null);
    }

    /** @throws RefusedException when the upload is not pending, or the part is larger than 64 MB */
    public Upload.Part addPart(String tenant, String id, InputStream data) {
        Upload upload = pending(tenant, id);
        String partId = Ids.create("part_");
        String key = "tenants/" + tenant + "/uploads/" + upload.id() + "/" + partId;
        Content content = uploadFile.store(key, new UploadedContent(data, MAX_PART_BYTES), "data");
        Upload.Part part = new Upload.Part(partId, upload.id(), Instant.now().truncatedTo(ChronoUnit.MICROS), content);
        if (!uploads.addPart(part)) {
            discard(key);
            throw notPending(id, "is " + upload(tenant, id).status());
        }
        return part;
    }

    /**
     * Puts the parts together. A completion that comes again is answered as the first.
     *
     * @param md5 of the whole file, in hexadecimal; null for no check
     * @throws RefusedException when the parts are not all there or not the announced file, or the file is refused; then the upload is still pending
     */
    public View complete(String tenant, String id, List<String> partIds, @Nullable String md5) {
        Upload known = upload(tenant, id);
        if (known.status() == Status.COMPLETED) {
            return view(known);
        }
        Upload upload = pending(tenant, id);
        List<Content> parts = parts(upload, partIds);
        StoredFile file;
        try (PartsStream whole = new PartsStream(contents, parts, md5)) {
            file = uploadFile.upload(tenant, upload.filename(), whole, upload::purpose, MAX_BYTES);
        } catch (IOException e) {
            throw new IllegalStateException("closing parts does not fail", e);
        }
        if (!uploads.complete(id, file.id())) {
            files.remove(tenant, file.id());
            discard(file.content().key());
            return view(upload(tenant, id));
        }
        forgetParts(upload);
        return view(upload(tenant, id));
    }

    /** @throws RefusedException when the upload is complete, or there is none */
    public View cancel(String tenant, String id) {
        Upload upload = upload(tenant, id);
        if (upload.status() == Status.COMPLETED || (upload.status() == Status.PENDING && !uploads.cancel(id))) {
            throw notPending(id, "is " + upload(tenant, id).status());
        }
        forgetParts(upload);
        return view(upload(tenant, id));
    }

    private List<Content> parts(Upload upload, List<String> partIds) {
        Map<String, Content> known = new LinkedHashMap<>();
        uploads.parts(upload.id()).forEach(part -> known.put(part.id(), part.content()));
        long bytes = 0;
        for (String partId : partIds) {
            Content content = known.get(partId);
            if (content == null) {
                throw RefusedException.invalid(
                        "Upload " + upload.id() + " has no part '" + partId + "'.", "part_ids", "part_not_found");
            }
            bytes += content.bytes();
        }
        if (partIds.stream().distinct().count() != partIds.size()) {
            throw RefusedException.invalid(
                    "Invalid 'part_ids': each part may stand there once.", "part_ids", "invalid_value");
        }
        if (bytes != upload.bytes()) {
            throw RefusedException.invalid(
                    "The parts have " + bytes + " bytes together, but the upload was announced with " + upload.bytes()
                            + ". Add what is missing, or begin anew with the right number.",
                    "part_ids",
                    "size_mismatch");
        }
        return partIds.stream().map(known::get).toList();
    }

    private View view(Upload upload) {
        String fileId = upload.fileId();
        return new View(
                upload,
                fileId == null ? null : files.get(upload.tenant(), fileId).orElse(null));
    }

    private Upload pending(String tenant, String id) {
        Upload upload = upload(tenant, id);
        if (upload.status() != Status.PENDING) {
            throw notPending(id, "is " + upload.status());
        }
        if (upload.expired(Instant.now())) {
            throw notPending(id, "has expired");
        }
        return upload;
    }

    private Upload upload(String tenant, String id) {
        return uploads.get(tenant, id)
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Kind.NOT_FOUND,
                        "No such Upload object: " + id,
                        "upload_id",
                        "upload_not_found"));
    }

    private static RefusedException notPending(String id, String state) {
        return RefusedException.invalid(
                "Upload " + id + " " + state.toLowerCase(Locale.ROOT) + ". Begin a new one.",
                "upload_id",
                "upload_not_pending");
    }

    /** There is no clock for this: expired parts lie there until somebody uploads again. */
    private void forgetExpired() {
        for (Upload upload : uploads.expired(Instant.now())) {
            if (uploads.cancel(upload.id())) {
                forgetParts(upload);
            }
        }
    }

    private void forgetParts(Upload upload) {
        uploads.parts(upload.id()).forEach(part -> discard(part.content().key()));
        uploads.removeParts(upload.id());
    }

    private void discard(String key) {
        try {
            contents.delete(key);
        } catch (IOException e) {
            LOG.error("left in storage: " + key, e);
        }
    }
}
