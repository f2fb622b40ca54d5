package dev.burnish.llm.text;

import static java.util.Objects.requireNonNull;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The directory of a small tokenizer with chat template in the test resources. */
final class TinyModel {

    static final int END = 4;

    private TinyModel() {}

    static Path directory() {
        try {
            return Path.of(requireNonNull(TinyModel.class.getResource("/tiny-model/tokenizer.json"))
                            .toURI())
                    .resolveSibling(".")
                    .normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
