package dev.burnish.kit.security;

import dev.burnish.contracts.ApiKeyChanged;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The keys that were made while the system runs, as this service has heard of them, in its table {@code api_key}. */
@ApplicationScoped
public class StoredKeys {
    /** Any number will do, as long as nobody else in the database uses it: "keys" in ASCII. */
    private static final long CHANGE_LOCK = 0x6b657973L;

    private static final String PUT = """
            insert into api_key (id, tenant, sha256, scopes, expires_at, revoked, sequence, change)
            values (?, ?, ?, ?, ?, ?, ?, (select coalesce(max(change), 0) + 1 from api_key))
            on conflict (id) do update set
                scopes = excluded.scopes, expires_at = excluded.expires_at, revoked = excluded.revoked,
                sequence = excluded.sequence, change = excluded.change
            where api_key.sequence < excluded.sequence""";

    private static final String SINCE = """
            select id, tenant, sha256, scopes, expires_at, revoked, change from api_key
            where change > ? order by change""";

    private final Statements statements;

    StoredKeys(DataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    /** Keeps what the event says, unless something newer is known. Changes commit one after the other, in the order of their numbers. */
    @Transactional(Transactional.TxType.MANDATORY)
    void put(ApiKeyChanged key, long sequence) {
        statements.query("select pg_advisory_xact_lock(?)", row -> true, CHANGE_LOCK);
        Long expiry = key.expiresAt();
        statements.update(
                PUT,
                key.keyId(),
                key.tenant(),
                key.sha256(),
                String.join(",", key.scopes()),
                expiry == null ? null : Instant.ofEpochSecond(expiry).atOffset(ZoneOffset.UTC),
                key.revoked(),
                sequence);
    }

    /** What has changed behind the change of that number, in order; everything for 0. */
    List<Change> since(long number) {
        return statements.query(SINCE, StoredKeys::change, number);
    }

    private static Change change(ResultSet row) throws SQLException {
        @Nullable OffsetDateTime expiry = row.getObject(5, OffsetDateTime.class);
        ApiKey key = new ApiKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Set.copyOf(Arrays.asList(row.getString(4).split(","))),
                expiry == null ? null : expiry.toInstant(),
                row.getBoolean(6));
        return new Change(row.getLong(7), key);
    }

    /** @param number counts the changes of all keys in the order of their commits */
    record Change(long number, ApiKey key) {}
}
