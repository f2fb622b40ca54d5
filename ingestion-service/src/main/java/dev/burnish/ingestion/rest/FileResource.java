package dev.burnish.ingestion.rest;

import dev.burnish.ingestion.app.DeleteFile;
import dev.burnish.ingestion.app.UploadFile;
import dev.burnish.ingestion.domain.FileContents;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.ingestion.domain.StoredFile;
import dev.burnish.kit.CrashPoint;
import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.media.SchemaProperty;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** OpenAI's files. */
@Path("/v1/files")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.READ)
public class FileResource {
    /** What OpenAI's clients accept for a file's content. */
    private static final String BINARY = "application/binary";

    private static final Logger LOG = Logger.getLogger(FileResource.class);
    private static final int MAX_LIMIT = 10_000;

    private final Caller caller;
    private final UploadFile uploadFile;
    private final DeleteFile deleteFile;
    private final Files files;
    private final FileContents contents;

    FileResource(Caller caller, UploadFile uploadFile, DeleteFile deleteFile, Files files, FileContents contents) {
        this.caller = caller;
        this.uploadFile = uploadFile;
        this.deleteFile = deleteFile;
        this.files = files;
        this.contents = contents;
    }

    /**
     * The body is read as it arrives and never kept whole, neither in memory nor on disk. Closing it throws away what a refusal left unread; the HTTP server would gather
     * that in memory.
     */
    @POST
    @RolesAllowed(Scopes.WRITE)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RequestBody(
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            requiredProperties = {"file", "purpose"},
                                            properties = {
                                                @SchemaProperty(name = "purpose", type = SchemaType.STRING),
                                                @SchemaProperty(
                                                        name = "file",
                                                        type = SchemaType.STRING,
                                                        format = "binary")
                                            })))
    public FileView upload(@HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, InputStream body)
            throws IOException {
        String tenant = caller.tenant();
        try (body) {
            StoredFile file = new UploadForm(contentType, body)
                    .read((filename, content, purpose) -> uploadFile.upload(tenant, filename, content, purpose));
            CrashPoint.reached("file.recorded");
            return FileView.of(file);
        }
    }

    @GET
    public PageView<FileView> list(
            @QueryParam("purpose") @Nullable String purpose,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("order") @DefaultValue("desc") String order,
            @QueryParam("after") @Nullable String after) {
        PageRequest request = PageParameters.read(after, limit, IdForms.FILE, MAX_LIMIT, MAX_LIMIT);
        if (!order.equals("asc") && !order.equals("desc")) {
            throw RefusedException.invalid("Invalid 'order': use 'asc' or 'desc'.", "order", "invalid_value");
        }
        FilePurpose wanted = purpose == null
                ? null
                : FilePurpose.ofLabel(purpose)
                        .orElseThrow(() -> RefusedException.invalid(
                                "Invalid 'purpose': no file has that.", "purpose", "invalid_value"));
        return PageView.of(
                files.page(caller.tenant(), wanted, order.equals("desc"), request), FileView::of, FileView::id);
    }

    @GET
    @Path("/{id}")
    public FileView get(@PathParam("id") String id) {
        return FileView.of(file(id));
    }

    @DELETE
    @RolesAllowed(Scopes.WRITE)
    @Path("/{id}")
    public DeletedView delete(@PathParam("id") String id) {
        deleteFile.delete(caller.tenant(), file(id).id());
        return new DeletedView(id, "file", true);
    }

    @GET
    @Path("/{id}/content")
    @Produces({MediaType.APPLICATION_OCTET_STREAM, BINARY})
    public Response content(@PathParam("id") String id) {
        StoredFile file = file(id);
        return Response.ok(open(file))
                .header(HttpHeaders.CONTENT_LENGTH, file.content().bytes())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename*=UTF-8''" + percentEncoded(file.filename()))
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** RFC 8187, section 3.2. */
    private static String percentEncoded(String filename) {
        return URLEncoder.encode(filename, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private InputStream open(StoredFile file) {
        try {
            return contents.open(file.content());
        } catch (IOException e) {
            LOG.error("storage did not yield " + file.content().key(), e);
            throw new RefusedException(
                    RefusedException.Kind.UNAVAILABLE,
                    "The file's content cannot be read at the moment. Try again later.",
                    null,
                    "storage_unavailable");
        }
    }

    private StoredFile file(String id) {
        if (!IdForms.FILE.matcher(id).matches()) {
            throw RefusedException.noSuchFile(id, "id");
        }
        return files.get(caller.tenant(), id).orElseThrow(() -> RefusedException.noSuchFile(id, "id"));
    }
}
