package dev.burnish.ingestion.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The uploads of all tenants. Whoever asks names the tenant; another's upload does not exist for him. */
public interface Uploads {
    void add(Upload upload);

    Optional<Upload> get(String tenant, String id);

    /** @return false, adding nothing, if the upload is not pending any more */
    boolean addPart(Upload.Part part);

    /** In the order in which they came. */
    List<Upload.Part> parts(String uploadId);

    /** @return false, changing nothing, if it is not pending any more */
    boolean complete(String id, String fileId);

    /** @return false, changing nothing, if it is not pending any more */
    boolean cancel(String id);

    void removeParts(String uploadId);

    /** Pending ones of all tenants that have expired, at most ten. */
    List<Upload> expired(Instant now);
}
