package dev.burnish.deployment.rest;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.deployment.domain.ServedModel;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's model object with the lineage that other servers of adapters give.
 *
 * @param root the model whose weights it has
 * @param parent the model it was tuned from, null for a base model
 */
@JsonNaming(SnakeCaseStrategy.class)
record ModelView(
        String id,
        String object,
        long created,
        String ownedBy,
        String root,
        @Nullable String parent) {
    private static final String OPERATOR = "burnish";

    static ModelView of(ServedModel model) {
        long created = model.created().getEpochSecond();
        return switch (model) {
            case ServedModel.Base base -> new ModelView(base.name(), "model", created, OPERATOR, base.name(), null);
            case ServedModel.Tuned tuned ->
                new ModelView(tuned.name(), "model", created, tuned.tenant(), tuned.baseModel(), tuned.baseModel());
            case ServedModel.Hosted hosted ->
                new ModelView(hosted.name(), "model", created, hosted.tenant(), hosted.baseModel(), hosted.baseModel());
        };
    }
}
