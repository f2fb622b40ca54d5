package dev.burnish.ingestion.persistence;

import dev.burnish.kit.persistence.DatabaseException;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.security.CurrentTenant;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Tells PostgreSQL whose rows a connection may see and change, each time that one is taken from the pool: the policies of the tables go by the setting {@code burnish.tenant}. A
 * transaction keeps the connection, and with it the tenant, that it began with.
 */
@ApplicationScoped
public class RowSecurity implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(RowSecurity.class);

    private static final String TELL = "select set_config('burnish.tenant', ?, false)";

    private static final String IS_ABOVE_POLICIES =
            "select rolsuper or rolbypassrls from pg_roles where rolname = current_user";

    private final CurrentTenant tenant;

    RowSecurity(CurrentTenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        try {
            Statements.query(connection, TELL, row -> true, tenant.get());
        } catch (SQLException e) {
            throw new DatabaseException(TELL, e);
        }
    }

    void warn(@Observes StartupEvent event, DataSource dataSource) {
        if (new Statements(dataSource)
                .query(IS_ABOVE_POLICIES, row -> row.getBoolean(1))
                .getFirst()) {
            LOG.warn("PostgreSQL does not keep tenants apart: the service's role is a superuser or has BYPASSRLS,"
                    + " and policies do not hold for it. Give the service a role of its own.");
        }
    }
}
