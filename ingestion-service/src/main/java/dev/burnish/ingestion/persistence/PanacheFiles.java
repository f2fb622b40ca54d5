package dev.burnish.ingestion.persistence;

import dev.burnish.ingestion.domain.FilePurpose;
import dev.burnish.ingestion.domain.Files;
import dev.burnish.ingestion.domain.Page;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.StoredFile;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files in the table {@code file}. */
@ApplicationScoped
public class PanacheFiles implements Files, PanacheRepositoryBase<FileRow, String> {
    @Override
    @Transactional
    public void add(StoredFile file) {
        persist(FileRow.of(file));
    }

    @Override
    public Optional<StoredFile> get(String tenant, String id) {
        return find("tenant = ?1 and id = ?2", tenant, id).firstResultOptional().map(FileRow::toFile);
    }

    @Override
    @Transactional
    public boolean remove(String tenant, String id) {
        return delete("tenant = ?1 and id = ?2", tenant, id) > 0;
    }

    @Override
    public Page<StoredFile> page(
            String tenant, @Nullable FilePurpose purpose, boolean newestFirst, PageRequest request) {
        StringBuilder query = new StringBuilder("tenant = :tenant");
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", tenant));
        if (purpose != null) {
            query.append(" and purpose = :purpose");
            parameters.put("purpose", purpose.label());
        }
        if (request.after() != null) {
            query.append(newestFirst ? " and id < :after" : " and id > :after");
            parameters.put("after", request.after());
        }
        Sort order = newestFirst ? Sort.descending("id") : Sort.ascending("id");
        return Page.cut(
                find(query.toString(), order, parameters).range(0, request.limit()).list().stream()
                        .map(FileRow::toFile)
                        .toList(),
                request.limit());
    }
}
