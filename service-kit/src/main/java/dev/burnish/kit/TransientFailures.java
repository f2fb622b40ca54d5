package dev.burnish.kit;

import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.StorageException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells failures that heal by themselves (a part that Burnish stands on is away or overloaded) from those that come back at every attempt. */
public final class TransientFailures {
    /**
     * SQLSTATE classes (PostgreSQL manual, appendix A): 08 connection exception, 25 a standby that takes no writes during a fail-over, 40 rollback after a deadlock or a
     * serialization conflict, 53 insufficient resources, 55 object in use, 57 operator intervention, 58 system error.
     */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "25", "40", "53", "55", "57", "58");

    private static final int MAX_DEPTH = 10;

    private TransientFailures() {}

    /** Looks at the failure, its causes, and what they have suppressed: the transaction manager hides there why a commit has failed. */
    public static boolean isTransient(Throwable failure) {
        return isTransient(failure, 0);
    }

    private static boolean isTransient(@Nullable Throwable failure, int depth) {
        if (failure == null || depth > MAX_DEPTH) {
            return false;
        }
        return healsByItself(failure)
                || isTransient(failure.getCause(), depth + 1)
                || Arrays.stream(failure.getSuppressed()).anyMatch(suppressed -> isTransient(suppressed, depth + 1));
    }

    private static boolean healsByItself(Throwable failure) {
        return switch (failure) {
            case SQLTransientException e -> true;
            case SQLRecoverableException e -> true;
            case SQLException e -> isTransientState(e.getSQLState(), e.getMessage());
            case ArtifactMissingException e -> false;
            case ArtifactCorruptException e -> false;
            case StorageException e -> true;
            case SocketException e -> true;
            case SocketTimeoutException e -> true;
            default -> false;
        };
    }

    private static boolean isTransientState(@Nullable String state, @Nullable String message) {
        if (state == null) {
            // The connection pool's own failures carry no SQLSTATE.
            return message != null && message.toLowerCase(Locale.ROOT).contains("acquisition timeout");
        }
        return state.length() == 5 && TRANSIENT_CLASSES.contains(state.substring(0, 2));
    }
}
