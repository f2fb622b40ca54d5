package dev.burnish.formatting.domain;

import static java.util.Objects.requireNonNull;

/** A row that is kept, the first of its content. */
public record Example(Lineage lineage, Row row, TokenCount cost) {
    public Example {
        requireNonNull(lineage, "lineage");
        requireNonNull(row, "row");
        requireNonNull(cost, "cost");
    }
}
