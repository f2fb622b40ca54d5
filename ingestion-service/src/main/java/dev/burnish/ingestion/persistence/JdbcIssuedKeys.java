package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.IssuedKey;
import dev.burnish.ingestion.domain.IssuedKeys;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** API keys in the table {@code issued_key}. */
@ApplicationScoped
public class JdbcIssuedKeys implements IssuedKeys {
    private static final String ADD = """
            insert into issued_key (id, tenant, name, scopes, sha256, last_four, created_at, expires_at, revoked_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SELECT = """
            select id, tenant, name, scopes, sha256, last_four, created_at, expires_at, revoked_at from issued_key
            """;

    private static final String PAGE = SELECT + """
            where (?::text is null or tenant = ?) and (?::text is null or id < ?)
            order by id desc limit ?""";

    private final Statements statements;

    JdbcIssuedKeys(DataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    @Override
    public void add(IssuedKey key) {
        statements.update(
                ADD,
                key.id(),
                key.tenant(),
                key.name(),
                String.join(",", key.scopes()),
                key.sha256(),
                key.lastFour(),
                time(key.createdAt()),
                time(key.expiresAt()),
                time(key.revokedAt()));
    }

    @Override
    public Optional<IssuedKey> get(String id) {
        return statements.query(SELECT + "where id = ?", JdbcIssuedKeys::key, id).stream()
                .findFirst();
    }

    @Override
    public Optional<IssuedKey> lock(String id) {
        return statements.query(SELECT + "where id = ? for update", JdbcIssuedKeys::key, id).stream()
                .findFirst();
    }

    @Override
    public void replace(IssuedKey key) {
        statements.update("update issued_key set revoked_at = ? where id = ?", time(key.revokedAt()), key.id());
    }

    @Override
    public Page<IssuedKey> page(@Nullable String tenant, PageRequest request) {
        return Page.cut(
                statements.query(
                        PAGE,
                        JdbcIssuedKeys::key,
                        tenant,
                        tenant,
                        request.after(),
                        request.after(),
                        request.limit() + 1),
                request.limit());
    }

    private static IssuedKey key(ResultSet row) throws SQLException {
        return new IssuedKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                List.of(row.getString(4).split(",")),
                row.getString(5),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                instant(row, 8),
                instant(row, 9));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
