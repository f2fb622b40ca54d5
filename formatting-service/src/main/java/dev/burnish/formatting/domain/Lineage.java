package dev.burnish.formatting.domain;

import static java.util.Objects.requireNonNull;

/**
 * Where an example comes from.
 *
 * @param file the id of the submitted file
 * @param fingerprint of its canonical line
 */
public record Lineage(String file, Place place, Fingerprint fingerprint) {
    public Lineage {
        requireNonNull(file, "file");
        requireNonNull(place, "place");
        requireNonNull(fingerprint, "fingerprint");
    }
}
