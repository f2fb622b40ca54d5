package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Upload;
import dev.burnish.ingestion.domain.Uploads;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/** Uploads in the tables {@code upload} and {@code upload_part}; each change of state is one statement. */
@ApplicationScoped
public class JdbcUploads implements Uploads {
    private static final String ADD =
            "insert into upload (id, tenant, created_at, expires_at, filename, purpose, bytes, status) values (?, ?, ?, ?, ?, ?, ?, 'pending')";

    private static final String SELECT =
            "select id, tenant, created_at, expires_at, filename, purpose, bytes, status, file_id from upload ";

    private static final String ADD_PART = """
            insert into upload_part (id, upload_id, created_at, content_key, bytes, sha256)
            select ?, id, ?, ?, ?, ? from upload where id = ? and status = 'pending' for update""";

    private static final String PARTS =
            "select id, upload_id, created_at, content_key, bytes, sha256 from upload_part where upload_id = ? order by id";

    private final Statements statements;

    JdbcUploads(DataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    @Override
    public void add(Upload upload) {
        statements.update(
                ADD,
                upload.id(),
                upload.tenant(),
                time(upload.createdAt()),
                time(upload.expiresAt()),
                upload.filename(),
                upload.purpose().label(),
                upload.bytes());
    }

    @Override
    public Optional<Upload> get(String tenant, String id) {
        return statements.query(SELECT + "where tenant = ? and id = ?", JdbcUploads::upload, tenant, id).stream()
                .findFirst();
    }

    @Override
    public boolean addPart(Upload.Part part) {
        return statements.update(
                        ADD_PART,
                        part.id(),
                        time(part.createdAt()),
                        part.content().key(),
                        part.content().bytes(),
                        part.content().sha256(),
                        part.uploadId())
                == 1;
    }

    @Override
    public List<Upload.Part> parts(String uploadId) {
        return statements.query(
                PARTS,
                row -> new Upload.Part(
                        row.getString(1),
                        row.getString(2),
                        instant(row, 3),
                        new Content(row.getString(4), row.getLong(5), row.getString(6))),
                uploadId);
    }

    @Override
    public boolean complete(String id, String fileId) {
        return statements.update(
                        "update upload set status = 'completed', file_id = ? where id = ? and status = 'pending'",
                        fileId,
                        id)
                == 1;
    }

    @Override
    public boolean cancel(String id) {
        return statements.update("update upload set status = 'cancelled' where id = ? and status = 'pending'", id) == 1;
    }

    @Override
    public void removeParts(String uploadId) {
        statements.update("delete from upload_part where upload_id = ?", uploadId);
    }

    @Override
    public List<Upload> expired(Instant now) {
        return statements.query(
                SELECT + "where status = 'pending' and expires_at <= ? order by expires_at limit 10",
                JdbcUploads::upload,
                time(now));
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getString(1),
                row.getString(2),
                instant(row, 3),
                instant(row, 4),
                row.getString(5),
                FilePurpose.ofLabel(row.getString(6)).orElseThrow(),
                row.getLong(7),
                Upload.Status.valueOf(row.getString(8).toUpperCase(Locale.ROOT)),
                row.getString(9));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
