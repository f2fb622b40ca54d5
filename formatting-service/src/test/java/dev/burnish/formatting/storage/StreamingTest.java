package dev.burnish.formatting.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.formatting.domain.Place;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Files without end: a reader that gathered what it reads would never answer. */
class StreamingTest {
    private static final int ROWS = 5000;
    private static final int BUFFERED = 1 << 16;
    private static final String OBJECT = "{\"prompt\":\"a\",\"completion\":\"b\"}";

    @Test
    void readsAnArrayRowByRow() throws Exception {
        Endless file = new Endless("[\n", OBJECT + ",\n");
        readsRowByRow(new JsonArray(file), file);
    }

    @Test
    void readsLinesOneByOne() throws Exception {
        Endless file = new Endless("\n", OBJECT + "\n");
        readsRowByRow(new JsonLines(file), file);
    }

    @Test
    void readsATableRowByRow() throws Exception {
        Endless file = new Endless("prompt,completion\n", "\"a\",b\n");
        readsRowByRow(new CsvTable(file, new CsvDialect(',', '"')), file);
    }

    private static void readsRowByRow(RowSource rows, Endless file) throws Exception {
        for (int row = 1; row <= ROWS; row++) {
            assertThat(rows.next()).hasToString(OBJECT);
            assertThat(rows.place()).isEqualTo(new Place(row, row + 1));
            assertThat(file.read).isLessThanOrEqualTo(file.start.length + (long) row * file.row.length + BUFFERED);
        }
    }

    private static final class Endless extends InputStream {
        private final byte[] start;
        private final byte[] row;
        private long read;

        Endless(String start, String row) {
            this.start = start.getBytes(UTF_8);
            this.row = row.getBytes(UTF_8);
        }

        @Override
        public int read() {
            long at = read++;
            return at < start.length ? start[(int) at] : row[(int) ((at - start.length) % row.length)];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                buffer[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
