package dev.burnish.deployment.persistence;

import dev.burnish.deployment.domain.HostedModels;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.kit.persistence.Statements;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table {@code hosted_model}. */
@Singleton
public class JdbcHostedModels implements HostedModels {
    private static final String SELECT =
            "select name, tenant, base_model, job_id, provider_model, created_at from hosted_model where tenant = ?";
    private static final String INSERT = """
            insert into hosted_model (name, tenant, base_model, job_id, provider_model, created_at)
            values (?, ?, ?, ?, ?, ?)
            on conflict (tenant, name) do nothing""";

    private final Statements statements;

    public JdbcHostedModels(DataSource database) {
        this.statements = new Statements(database);
    }

    @Override
    public List<ServedModel.Hosted> of(String tenant) {
        return statements.query(SELECT + " order by created_at desc, name", JdbcHostedModels::model, tenant);
    }

    @Override
    public Optional<ServedModel.Hosted> find(String tenant, String name) {
        return statements.query(SELECT + " and name = ?", JdbcHostedModels::model, tenant, name).stream()
                .findFirst();
    }

    @Override
    public void add(ServedModel.Hosted model) {
        statements.update(
                INSERT,
                model.name(),
                model.tenant(),
                model.baseModel(),
                model.job(),
                model.providerModel(),
                OffsetDateTime.ofInstant(model.created(), ZoneOffset.UTC));
    }

    @Override
    public void remove(String tenant, String name) {
        statements.update("delete from hosted_model where tenant = ? and name = ?", tenant, name);
    }

    private static ServedModel.Hosted model(ResultSet row) throws SQLException {
        return new ServedModel.Hosted(
                row.getString("name"),
                row.getString("tenant"),
                row.getString("base_model"),
                row.getString("job_id"),
                row.getString("provider_model"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
