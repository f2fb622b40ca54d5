package dev.burnish.deployment.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.deployment.app.ListInstalledModels.Entry;
import dev.burnish.deployment.domain.LoadedModel;
import dev.burnish.deployment.domain.ModelFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A base model as operators see it.
 *
 * @param family null, as parameters and context length, when the model's files cannot be read
 * @param imported whether it came by an import, so that its files can be compared with what was imported
 * @param intact whether they are the same; null for a model that was not imported
 * @param problem what is wrong, if anything is
 * @param loaded what is in memory of it: how its weights are kept, how many adapters beside it, how many answers it generates now; null if nothing is
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record InstalledModelView(
        String name,
        @Nullable String family,
        @Nullable Long parameters,
        @Nullable Integer contextLength,
        long bytes,
        Instant added,
        boolean imported,
        @Nullable Boolean intact,
        @Nullable String problem,
        @Nullable LoadedModel loaded) {
    static InstalledModelView of(Entry entry) {
        boolean imported = entry.model().manifest().isPresent();
        return new InstalledModelView(
                entry.model().name(),
                entry.facts().map(ModelFacts::family).orElse(null),
                entry.facts().map(ModelFacts::parameters).orElse(null),
                entry.facts().map(ModelFacts::contextLength).orElse(null),
                entry.model().bytes(),
                entry.model().added(),
                imported,
                imported ? entry.problem().isEmpty() : null,
                entry.problem().orElse(null),
                entry.loaded().orElse(null));
    }
}
