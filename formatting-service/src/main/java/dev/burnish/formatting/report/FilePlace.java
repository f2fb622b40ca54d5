package dev.burnish.formatting.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.burnish.formatting.domain.FileRole;
import org.jspecify.annotations.Nullable;

/**
 * A line of a submitted file.
 *
 * @param file {@code training_file} or {@code validation_file}
 * @param line 1-based; in formats without lines, the row
 * @param detail what is there, or "" where the finding says it all
 * @param other the line that it is compared with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilePlace(
        String file, int line, String detail, @Nullable FilePlace other) {

    static FilePlace of(FileRole role, int line, String detail) {
        return new FilePlace(role.param(), line, detail, null);
    }

    FilePlace with(FilePlace otherPlace) {
        return new FilePlace(file, line, detail, otherPlace);
    }

    FilePlace with(String otherDetail) {
        return new FilePlace(file, line, otherDetail, other);
    }
}
