package dev.burnish.ingestion.persistence;

import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import javax.sql.DataSource;

/** An endpoint whose author has forgotten the tenant. */
@Path("/careless")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.READ)
public class CarelessResource {
    private final Statements statements;

    CarelessResource(DataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    @GET
    public List<String> files() {
        return statements.query("select id from file", row -> row.getString(1));
    }

    @GET
    @Path("in-a-transaction")
    @Transactional
    public List<String> filesInATransaction() {
        return files();
    }
}
