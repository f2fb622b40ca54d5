package dev.burnish.ingestion.app;

import dev.burnish.ingestion.domain.Announcements;
import dev.burnish.ingestion.domain.IssuedKey;
import dev.burnish.ingestion.domain.IssuedKeys;
import dev.burnish.ingestion.domain.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Takes an API key out of use for good, in all services. */
@ApplicationScoped
public class RevokeKey {
    private static final Logger LOG = Logger.getLogger(RevokeKey.class);

    private final IssuedKeys keys;
    private final Announcements announcements;

    RevokeKey(IssuedKeys keys, Announcements announcements) {
        this.keys = keys;
        this.announcements = announcements;
    }

    /**
     * To revoke a key again changes nothing.
     *
     * @throws RefusedException when there is no such key
     */
    @Transactional
    public void revoke(String id) {
        IssuedKey key = keys.lock(id).orElseThrow(() -> RefusedException.noSuchKey(id));
        if (key.revokedAt() != null) {
            return;
        }
        IssuedKey revoked = key.revoked(Instant.now().truncatedTo(ChronoUnit.MICROS));
        keys.replace(revoked);
        announcements.keyChanged(revoked);
        LOG.infof("API key %s of tenant %s was revoked", id, key.tenant());
    }
}
