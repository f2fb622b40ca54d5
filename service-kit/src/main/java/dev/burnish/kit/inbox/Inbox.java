package dev.burnish.kit.inbox;

import dev.burnish.contracts.Envelope;
import dev.burnish.contracts.MalformedEventException;
import dev.burnish.kit.persistence.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.sql.DataSource;

/** Remembers every event that has taken effect. */
@ApplicationScoped
public class Inbox {
    private static final String INSERT =
            "insert into inbox (source, id, sha256) values (?, ?, ?) on conflict (source, id) do nothing";

    private static final String DIGEST = "select sha256 from inbox where source = ? and id = ?";

    private final Statements statements;

    public Inbox(DataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    /**
     * Takes note of the event in the current transaction.
     *
     * @param record the event as it was received
     * @return false for one that has taken effect before
     * @throws MalformedEventException when another event had the same id
     */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean isNew(Envelope envelope, String record) throws MalformedEventException {
        byte[] digest = sha256(record);
        if (statements.update(INSERT, envelope.source(), envelope.id(), digest) == 1) {
            return true;
        }
        byte[] known = statements
                .query(DIGEST, row -> row.getBytes(1), envelope.source(), envelope.id())
                .getFirst();
        if (!MessageDigest.isEqual(known, digest)) {
            throw new MalformedEventException("id " + envelope.id() + " of " + envelope.source()
                    + " was used before, for an event with other content");
        }
        return false;
    }

    private static byte[] sha256(String record) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(record.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
