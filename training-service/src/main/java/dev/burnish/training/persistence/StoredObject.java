package dev.burnish.training.persistence;

import dev.burnish.contracts.Artifact;
import java.sql.ResultSet;
import java.sql.SQLException;

/** An artifact as three columns. */
final class StoredObject {
    private StoredObject() {}

    /** @param name what the columns' names begin with */
    static Artifact read(ResultSet row, String name) throws SQLException {
        return new Artifact(
                row.getString(name + "_key"), row.getLong(name + "_bytes"), row.getString(name + "_sha256"));
    }
}
