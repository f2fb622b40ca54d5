package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.app.UploadInParts;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.ingestion.domain.Upload;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI's uploads: files of up to 8 GB in parts of up to 64 MB. */
@Path("/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.WRITE)
public class UploadResource {
    private static final Set<String> FIELDS = Set.of("filename", "purpose", "bytes", "mime_type", "expires_after");
    private static final int MAX_FILENAME = 255;

    private final Caller caller;
    private final UploadInParts uploads;

    UploadResource(Caller caller, UploadInParts uploads) {
        this.caller = caller;
        this.uploads = uploads;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public UploadView begin(InputStream body) throws IOException {
        JsonFields fields = JsonFields.parse(JsonFields.body(body)).allowOnly(FIELDS);
        String filename = fields.requiredText("filename");
        if (filename.isBlank() || filename.length() > MAX_FILENAME) {
            throw RefusedException.invalid(
                    "Invalid 'filename': it must have 1 to " + MAX_FILENAME + " characters.",
                    "filename",
                    "invalid_value");
        }
        FilePurpose purpose = FilePurpose.ofUpload(fields.requiredText("purpose"));
        Long bytes = fields.integer("bytes", 1, UploadInParts.MAX_BYTES);
        if (bytes == null) {
            throw RefusedException.invalid(
                    "Missing required parameter: 'bytes'.", "bytes", "missing_required_parameter");
        }
        fields.requiredText("mime_type");
        return UploadView.of(uploads.begin(caller.tenant(), filename, purpose, bytes));
    }

    /** Closing the body throws away what a refusal left unread. */
    @POST
    @Path("/{id}/parts")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public PartView addPart(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, InputStream body)
            throws IOException {
        String tenant = caller.tenant();
        try (body) {
            return PartView.of(
                    new UploadForm(contentType, body).readPart(data -> uploads.addPart(tenant, wellFormed(id), data)));
        }
    }

    @POST
    @Path("/{id}/complete")
    @Consumes(MediaType.APPLICATION_JSON)
    public UploadView complete(@PathParam("id") String id, InputStream body) throws IOException {
        JsonFields fields = JsonFields.parse(JsonFields.body(body)).allowOnly(Set.of("part_ids", "md5"));
        List<String> partIds = fields.list("part_ids");
        if (partIds == null || partIds.isEmpty()) {
            throw RefusedException.invalid(
                    "Missing required parameter: 'part_ids'.", "part_ids", "missing_required_parameter");
        }
        return UploadView.of(uploads.complete(caller.tenant(), wellFormed(id), partIds, fields.text("md5")));
    }

    @POST
    @Path("/{id}/cancel")
    public UploadView cancel(@PathParam("id") String id) {
        return UploadView.of(uploads.cancel(caller.tenant(), wellFormed(id)));
    }

    private static String wellFormed(String id) {
        if (!IdForms.UPLOAD.matcher(id).matches()) {
            throw new RefusedException(
                    RefusedException.Kind.NOT_FOUND, "No such Upload object: " + id, "upload_id", "upload_not_found");
        }
        return id;
    }

    /** OpenAI's upload object. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record UploadView(
            String object,
            String id,
            long bytes,
            long createdAt,
            String filename,
            String purpose,
            String status,
            long expiresAt,
            @Nullable FileView file) {
        static UploadView of(UploadInParts.View view) {
            Upload upload = view.upload();
            StoredFile file = view.file();
            return new UploadView(
                    "upload",
                    upload.id(),
                    upload.bytes(),
                    upload.createdAt().getEpochSecond(),
                    upload.filename(),
                    upload.purpose().label(),
                    upload.expired(Instant.now())
                            ? "expired"
                            : upload.status().name().toLowerCase(Locale.ROOT),
                    upload.expiresAt().getEpochSecond(),
                    file == null ? null : FileView.of(file));
        }
    }

    /** OpenAI's part object. */
    @JsonNaming(SnakeCaseStrategy.class)
    record PartView(String object, String id, long createdAt, String uploadId) {
        static PartView of(Upload.Part part) {
            return new PartView("upload.part", part.id(), part.createdAt().getEpochSecond(), part.uploadId());
        }
    }
}
