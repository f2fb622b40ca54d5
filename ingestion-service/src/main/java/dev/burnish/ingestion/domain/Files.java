package dev.burnish.ingestion.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of all tenants. Whoever asks names the tenant; another's file does not exist for him. */
public interface Files {
    void add(StoredFile file);

    Optional<StoredFile> get(String tenant, String id);

    /** @return false if there was none */
    boolean remove(String tenant, String id);

    /**
     * @param purpose only these; null for all
     * @param newestFirst else oldest first
     */
    Page<StoredFile> page(String tenant, @Nullable FilePurpose purpose, boolean newestFirst, PageRequest request);
}
