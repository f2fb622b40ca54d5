package dev.burnish.deployment.persistence;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.TunedModels;
import dev.burnish.kit.CrashPoint;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Deployed models in the table {@code tuned_model}. */
@ApplicationScoped
public class PanacheTunedModels implements TunedModels, PanacheRepositoryBase<TunedModelRow, TunedModelKey> {
    @Override
    @Transactional
    public List<ServedModel.Tuned> of(String tenant) {
        return list("tenant = ?1 order by created desc, name", tenant).stream()
                .map(PanacheTunedModels::model)
                .toList();
    }

    @Override
    @Transactional
    public Optional<ServedModel.Tuned> find(String tenant, String name) {
        return findByIdOptional(new TunedModelKey(tenant, name)).map(PanacheTunedModels::model);
    }

    @Override
    @Transactional
    public List<ServedModel.Tuned> tunedFrom(String baseModel) {
        return list("baseModel = ?1 order by tenant, name", baseModel).stream()
                .map(PanacheTunedModels::model)
                .toList();
    }

    @Override
    @Transactional
    public void add(ServedModel.Tuned model) {
        if (findById(new TunedModelKey(model.tenant(), model.name())) == null) {
            persist(row(model));
            CrashPoint.reached("model.recorded");
        }
    }

    @Override
    @Transactional
    public void remove(String tenant, String name) {
        deleteById(new TunedModelKey(tenant, name));
    }

    private static ServedModel.Tuned model(TunedModelRow row) {
        return new ServedModel.Tuned(
                row.name,
                row.tenant,
                row.baseModel,
                row.job,
                new AdapterFiles(
                        new Artifact(row.configKey, row.configBytes, row.configSha256),
                        new Artifact(row.weightsKey, row.weightsBytes, row.weightsSha256)),
                row.created);
    }

    private static TunedModelRow row(ServedModel.Tuned model) {
        Artifact config = model.adapter().config();
        Artifact weights = model.adapter().weights();
        TunedModelRow row = new TunedModelRow();
        row.tenant = model.tenant();
        row.name = model.name();
        row.baseModel = model.baseModel();
        row.job = model.job();
        row.configKey = config.key();
        row.configBytes = config.bytes();
        row.configSha256 = config.sha256();
        row.weightsKey = weights.key();
        row.weightsBytes = weights.bytes();
        row.weightsSha256 = weights.sha256();
        row.created = model.created();
        return row;
    }
}
