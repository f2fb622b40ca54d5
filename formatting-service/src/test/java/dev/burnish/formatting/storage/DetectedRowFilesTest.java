package dev.burnish.formatting.storage;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Columns;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.llm.text.ChatMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DetectedRowFilesTest {
    private static final String CHAT =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä😀\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}";
    private static final List<ChatMessage> HI_HELLO =
            List.of(ChatMessage.user("Hi ä😀"), ChatMessage.assistant("Hello"));

    @TempDir
    Path directory;

    private Columns columns = Columns.GUESSED;
    private Method method = Method.SUPERVISED;
    private String reading = "";

    static Stream<Arguments> sameRow() {
        return Stream.of(
                Arguments.of("", CHAT),
                Arguments.of("", "\n\n" + CHAT + "\r\n\r\n"),
                Arguments.of("", "{\"prompt\":\"Hi ä😀\",\"completion\":\"Hello\"}"),
                Arguments.of("", "{\"instruction\":\"Hi ä😀\",\"input\":\"\",\"output\":\"Hello\"}"),
                Arguments.of(
                        "",
                        "{\"conversations\":[{\"from\":\"human\",\"value\":\"Hi ä😀\"},{\"from\":\"gpt\",\"value\":\"Hello\"}]}"),
                Arguments.of(
                        "JSON Lines, column \"question\" as prompt, \"answer\" as completion",
                        "{\"question\":\"Hi ä😀\",\"answer\":\"Hello\"}"),
                Arguments.of("a JSON array", "[" + CHAT + "]"),
                Arguments.of("a JSON array", " \n[\n  " + CHAT.replace(",", "\n,") + "\n]\n"),
                Arguments.of(
                        "CSV parted by commas, column \"Question\" as prompt, \"Answer\" as completion; left out: \"id\"",
                        "id,Question,Answer\n7,Hi ä😀,Hello\n"),
                Arguments.of(
                        "CSV parted by semicolons, column \"text\" as prompt, \"label\" as completion",
                        "label;text\r\n\"Hello\";\"Hi ä😀\""),
                Arguments.of(
                        "CSV parted by tabs, column \"input\" as prompt, \"output\" as completion",
                        "input\toutput\nHi ä😀\tHello\n\n"),
                Arguments.of(
                        "CSV parted by bars and quoted by ', column \"prompt\" as prompt, \"response\" as completion",
                        "'prompt'|'response'\n'Hi ä😀'|'Hello'\n"),
                Arguments.of(
                        "CSV parted by commas, column \"messages\" as messages; left out: \"source\"",
                        "source,messages\nx,\""
                                + CHAT.substring(12, CHAT.length() - 1).replace("\"", "\"\"") + "\"\n"));
    }

    @ParameterizedTest
    @MethodSource("sameRow")
    void readsTheSameRowFromEveryFormat(String expected, String text) throws Exception {
        assertThat(conversations(text.getBytes(UTF_8))).containsExactly(HI_HELLO);
        assertThat(reading).isEqualTo(expected);
        assertThat(conversations(("\ufeff" + text).getBytes(UTF_8))).containsExactly(HI_HELLO);
        assertThat(conversations(gzip(text.getBytes(UTF_8)))).containsExactly(HI_HELLO);
        for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
            assertThat(conversations(("\ufeff" + text).getBytes(charset))).containsExactly(HI_HELLO);
            assertThat(reading).startsWith("UTF-16 ");
        }
    }

    @Test
    void joinsAnInstructionWithItsInputAndTellsEarlierRounds() throws Exception {
        String alpaca =
                "{\"instruction\":\"Translate\",\"input\":\"Haus\",\"output\":\"house\",\"system\":\"Be brief.\",\"history\":[[\"Hi\",\"Hello\"]]}";

        assertThat(conversations(alpaca.getBytes(UTF_8)))
                .containsExactly(List.of(
                        ChatMessage.system("Be brief."),
                        ChatMessage.user("Hi"),
                        ChatMessage.assistant("Hello"),
                        ChatMessage.user("Translate\nHaus"),
                        ChatMessage.assistant("house")));
    }

    @Test
    void keepsDelimitersLineBreaksAndQuotesWithinQuotes() throws Exception {
        assertThat(conversations("prompt,completion\n\"a, \"\"b\"\"\nc\",d\n\"5\"\" pipe\",e\"f\n".getBytes(UTF_8)))
                .containsExactly(
                        List.of(ChatMessage.user("a, \"b\"\nc"), ChatMessage.assistant("d")),
                        List.of(ChatMessage.user("5\" pipe"), ChatMessage.assistant("e\"f")));
    }

    @Test
    void takesTheColumnsThatTheUserNames() throws Exception {
        columns = new Columns(Map.of("prompt", "Frage", "completion", "Antwort", "system", "Rolle"));

        List<ChatMessage> expected =
                List.of(ChatMessage.system("Kurz."), ChatMessage.user("Wie spät?"), ChatMessage.assistant("Elf."));
        assertThat(conversations("Rolle,Frage,Antwort,prompt\nKurz.,Wie spät?,Elf.,x".getBytes(UTF_8)))
                .containsExactly(expected);
        assertThat(conversations(
                        "{\"Rolle\":\"Kurz.\",\"Frage\":\"Wie spät?\",\"Antwort\":\"Elf.\",\"id\":7}".getBytes(UTF_8)))
                .containsExactly(expected);
        InvalidFileException missing = catchThrowableOfType(
                InvalidFileException.class, () -> conversations("Frage,Reply\na,b".getBytes(UTF_8)));
        assertThat(missing.fault()).isEqualTo(Fault.MISSING_COLUMNS);
        assertThat(missing.problem()).contains("Antwort", "It has Frage, Reply.");
    }

    @Test
    void readsPreferencesFromTablesAndFromConversationsThatDifferInTheirEnd() throws Exception {
        method = Method.DPO;
        List<ChatMessage> preferred = List.of(ChatMessage.user("2+2?"), ChatMessage.assistant("4"));

        assertThat(conversations("prompt,chosen,rejected\n2+2?,4,5\n".getBytes(UTF_8)))
                .containsExactly(preferred);
        assertThat(conversations(
                        ("{\"prompt\":\"2+2?\",\"chosen\":[{\"role\":\"user\",\"content\":\"2+2?\"},{\"role\":\"assistant\",\"content\":\"4\"}],"
                                        + "\"rejected\":[{\"role\":\"user\",\"content\":\"2+2?\"},{\"role\":\"assistant\",\"content\":\"5\"}]}")
                                .getBytes(UTF_8)))
                .containsExactly(preferred);
    }

    @Test
    void tellsRowAndLineOfEveryRow() throws Exception {
        String csv = "prompt,completion\n\"a\nb\",c\n\nd,e\n";
        assertThat(places(csv)).containsExactly(new Place(1, 2), new Place(2, 5));
        assertThat(places("[\n" + CHAT + ",\n\n " + CHAT + "]")).containsExactly(new Place(1, 2), new Place(2, 4));
        assertThat(places("\n" + CHAT + "\n\n" + CHAT)).containsExactly(new Place(1, 2), new Place(2, 4));
    }

    @Test
    void goesOnBehindBrokenRowsOfEveryTextFormat() throws Exception {
        assertThat(faults("[" + CHAT + ",{\"a\" 1},{}, 7," + CHAT + "]"))
                .containsExactly(null, Fault.INVALID_JSON, Fault.UNKNOWN_ROW, Fault.NOT_AN_OBJECT, null);
        assertThat(faults("prompt,completion\na,b,c\n\"d\"x,e\nf,\ng,h\n"))
                .containsExactly(Fault.WRONG_NUMBER_OF_FIELDS, Fault.INVALID_CSV, Fault.EMPTY_CONTENT, null);
    }

    @Test
    void boundsWhatACompressedFileHolds() throws Exception {
        byte[] bomb = gzip((CHAT + "\n").repeat(1000).getBytes(UTF_8));
        Path file = Files.write(directory.resolve("bomb"), bomb);

        InvalidFileException invalid = catchThrowableOfType(
                InvalidFileException.class, () -> read(new DetectedRowFiles(50_000), file, new ArrayList<>()));

        assertThat(invalid.fault()).isEqualTo(Fault.FILE_TOO_LARGE);
        assertThat(invalid.problem()).contains("more than 50000 bytes");
    }

    private List<List<ChatMessage>> conversations(byte[] content) throws Exception {
        List<List<ChatMessage>> conversations = new ArrayList<>();
        Path file = Files.write(directory.resolve("rows"), content);
        try (Rows rows = new DetectedRowFiles().open(file, method, columns)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                conversations.add(row.texts().getFirst().messages());
            }
            reading = rows.reading();
        }
        return conversations;
    }

    private List<Place> places(String text) throws Exception {
        List<Place> places = new ArrayList<>();
        Path file = Files.writeString(directory.resolve("rows"), text);
        read(new DetectedRowFiles(), file, places);
        return places;
    }

    private void read(DetectedRowFiles files, Path file, List<Place> places) throws IOException, InvalidRowException {
        try (Rows rows = files.open(file, method, columns)) {
            while (rows.next() != null) {
                places.add(rows.place());
            }
        }
    }

    /** Null for a good row. */
    private List<Fault> faults(String text) throws Exception {
        List<Fault> faults = new ArrayList<>();
        Path file = Files.writeString(directory.resolve("rows"), text);
        try (Rows rows = new DetectedRowFiles().open(file, method, columns)) {
            boolean more = true;
            while (more) {
                try {
                    more = rows.next() != null;
                    if (more) {
                        faults.add(null);
                    }
                } catch (InvalidRowException e) {
                    faults.add(e.fault());
                }
            }
        }
        return faults;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        }
        return compressed.toByteArray();
    }
}
