package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.kit.Ids;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the body, or every chunk, of one completion says of it.
 *
 * @param created Unix seconds
 * @param fingerprint names the content of the adapter that answers; null for a base model
 */
record CompletionHead(
        String id, long created, String model, @Nullable String fingerprint) {
    private static final int FINGERPRINT_DIGITS = 12;

    /** @param prefix of the id, such as {@code chatcmpl-} */
    static CompletionHead of(String prefix, ServedModel model) {
        String fingerprint = switch (model) {
            case ServedModel.Base base -> null;
            case ServedModel.Hosted hosted -> null;
            case ServedModel.Tuned tuned ->
                "fp_" + tuned.adapter().weights().sha256().substring(0, FINGERPRINT_DIGITS);
        };
        return new CompletionHead(Ids.create(prefix), Instant.now().getEpochSecond(), model.name(), fingerprint);
    }
}
