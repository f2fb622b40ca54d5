package dev.burnish.formatting.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Columns;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes a file has, it is rows, broken rows and at most one fault of the whole. By default the recorded inputs run; {@code JAZZER_FUZZ=1} looks for new ones.
 */
class RowFilesFuzzTest {
    private static final int MOST_ROWS = 10_000;
    private static final long MAX_INFLATED_BYTES = 1 << 20;

    @TempDir
    Path directory;

    @FuzzTest(maxDuration = "2m")
    void readsAnyFile(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("rows"), content);
        for (Method method : Method.values()) {
            try (Rows rows = new DetectedRowFiles(MAX_INFLATED_BYTES).open(file, method, Columns.GUESSED)) {
                read(rows);
            } catch (InvalidFileException e) {
                assertThat(e.problem()).isNotBlank().endsWith(".");
            }
        }
    }

    private static void read(Rows rows) throws IOException {
        boolean more = true;
        for (int i = 0; more && i < MOST_ROWS; i++) {
            try {
                Row row = rows.next();
                more = row != null;
                if (row != null) {
                    assertThat(row.canonicalLine()).isNotEmpty();
                }
            } catch (InvalidRowException e) {
                assertThat(e.problem()).isNotBlank().endsWith(".");
                assertThat(rows.place().describe()).isNotBlank();
            }
        }
    }
}
