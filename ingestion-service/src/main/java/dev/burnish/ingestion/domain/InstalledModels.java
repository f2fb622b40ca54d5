package dev.burnish.ingestion.domain;

import java.util.List;

/** The base models that can be tuned here. */
public interface InstalledModels {
    /** Their names, sorted. */
    List<String> names();
}
