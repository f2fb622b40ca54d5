package dev.burnish.kit.persistence;

import java.sql.SQLException;

/** PostgreSQL refused a statement or did not answer. */
public final class DatabaseException extends RuntimeException {
    public DatabaseException(String sql, SQLException cause) {
        super(cause.getMessage() + " in: " + sql, cause);
    }
}
