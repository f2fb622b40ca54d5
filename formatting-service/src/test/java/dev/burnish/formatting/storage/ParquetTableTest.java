package dev.burnish.formatting.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.app.ParquetFiles;
import dev.burnish.formatting.domain.Columns;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTableTest {
    @TempDir
    Path directory;

    private final List<Place> places = new ArrayList<>();
    private String reading = "";

    @ParameterizedTest
    @ValueSource(strings = {"texts-snappy.parquet", "texts-gzip.parquet", "texts-groups.parquet"})
    void readsTextsAsOtherToolsWriteThem(String name) throws Exception {
        List<ChatExample> examples = examples(name);

        assertThat(examples).hasSize(40);
        assertThat(examples.get(39).messages())
                .containsExactly(ChatMessage.user("question39 ä😀"), ChatMessage.assistant("answer 39"));
        assertThat(places.getLast()).isEqualTo(new Place(40, 0));
        assertThat(reading)
                .isEqualTo("Parquet, column \"question\" as prompt, \"answer\" as completion; left out: \"id\"");
    }

    @Test
    void takesNumbersOfAColumnForTheirText() throws Exception {
        assertThat(examples("labels.parquet").get(5).messages())
                .containsExactly(ChatMessage.user("mail 5"), ChatMessage.assistant("2"));
    }

    @Test
    void readsNestedMessagesWithCallsOfTools() throws Exception {
        ChatExample example = examples("conversations-zstd.parquet").get(7);

        assertThat(example.tools())
                .containsExactly(Map.of(
                        "type",
                        "function",
                        "function",
                        Map.of("name", "weather", "parameters", Map.of("type", "object"))));
        assertThat(example.messages())
                .containsExactly(
                        ChatMessage.user("Weather in town 7?"),
                        ChatMessage.calling("", new ToolCall("c1", "weather", "{\"town\": 7}")),
                        ChatMessage.tool("c1", "sunny"),
                        ChatMessage.assistant("Sunny in 7."));
    }

    @Test
    void refusesAFileThatUnfoldsBeyondAllMemory() {
        InvalidFileException invalid =
                catchThrowableOfType(InvalidFileException.class, () -> examples("repeated.parquet"));

        assertThat(invalid.fault()).isEqualTo(Fault.PARQUET_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotBlameTheFileForADiskThatFails(boolean atOnce) throws Exception {
        Path file = Files.write(directory.resolve("rows"), ParquetFiles.read("texts-groups.parquet"));
        IOException away = new IOException("input/output error");
        FailingFile content = new FailingFile(InputFile.of(file), away);
        content.fails = atOnce;

        assertThatThrownBy(() -> {
                    try (ParquetTable table = ParquetTable.open(file, content)) {
                        table.select(table.columns());
                        content.fails = true;
                        while (table.next() != null) {
                            assertThat(table.place().row()).isLessThan(40);
                        }
                    }
                })
                .isSameAs(away);
    }

    @Test
    void readsRowGroupsThatUsualWritersMakeWhereThereIsMemory() {
        assertThat(ParquetCheck.maxUnfoldedBytes(2L << 30)).isEqualTo(128L << 20);
        assertThat(ParquetCheck.maxUnfoldedBytes(512L << 20)).isBetween(51L << 20, 52L << 20);
        assertThat(ParquetCheck.maxUnfoldedBytes(64L << 20)).isEqualTo(24L << 20);
    }

    /** A file on a disk that fails from some moment on. */
    private static final class FailingFile implements InputFile {
        private final InputFile file;
        private final IOException failure;
        private volatile boolean fails;

        FailingFile(InputFile file, IOException failure) {
            this.file = file;
            this.failure = failure;
        }

        @Override
        public void open() throws IOException {
            file.open();
        }

        @Override
        public ByteBuffer readRange(long offset, int length) throws IOException {
            if (fails) {
                throw failure;
            }
            return file.readRange(offset, length);
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private List<ChatExample> examples(String name) throws Exception {
        List<ChatExample> examples = new ArrayList<>();
        Path file = Files.write(directory.resolve("rows"), ParquetFiles.read(name));
        try (Rows rows = new DetectedRowFiles().open(file, Method.SUPERVISED, Columns.GUESSED)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                examples.addAll(row.texts());
                places.add(rows.place());
            }
            reading = rows.reading();
        }
        return examples;
    }
}
