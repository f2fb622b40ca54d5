package dev.burnish.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstLookTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{}\n",
                "{\"a\":1}\r\n{\"b\":[{\"c\":null}]}\r\n",
                "\uFEFF{\"prompt\":\"ä€😀\"}\n",
                "\n\n  \n{\"a\":1}\n\n"
            })
    void acceptsLinesOfJsonObjects(String text) {
        assertThat(problem(bytes(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\n{},\n7]", "question,answer\na,b", "\uFEFFquestion;answer", "a\tb\r\n{\tc", "\"a, b\"|c"})
    void leavesRowsOfArraysAndTablesToFormatting(String text) {
        assertThat(problem(bytes(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAR1\0\u00ff", "\u001f\u008b\b\0", "\u00ff\u00fe{\0", "\u00fe\u00ff\0{"})
    void leavesWhatIsNoUtf8ByItsSignatureToFormatting(String bytes) {
        assertThat(problem(bytes.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PK\3\4\n\n", "\u00fd7zXZ\0", "BZh91", "(\u00b5/\u00fd", "%PDF-1.7"})
    void refusesArchivesAndDocuments(String bytes) {
        assertThat(problem(bytes.getBytes(StandardCharsets.ISO_8859_1)).orElseThrow())
                .startsWith("The file is an archive or a document.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "17                  | Line 1 is not a dictionary (HINT: line starts with: \"17...\").",
                "{}\\n\"text\"       | Line 2 is not a dictionary (HINT: line starts with: \"\"te...\").",
                "{}\\n\\n7\\n{}      | Line 3 is not a dictionary (HINT: line starts with: \"7...\").",
                "{\"p\":1} {\"p\":2} | Line 1 is not a dictionary (HINT: line starts with: \"{\"p...\"). More follows",
                "{\"prompt\":\"a     | Line 1 is not a dictionary (HINT: line starts with: \"{\"p...\"). Unexpected end-of-input",
                "{\"a\":NaN}         | Line 1 is not a dictionary (HINT: line starts with: \"{\"a...\"). Non-standard token 'NaN'"
            })
    void namesTheLineThatIsNoJsonObject(String text, String expected) {
        assertThat(problem(bytes(text.replace("\\n", "\n"))).orElseThrow())
                .startsWith("Expected file to have JSONL format, where every line is a JSON dictionary. " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n\t\n", "\uFEFF"})
    void refusesAFileWithNothingInIt(String text) {
        assertThat(problem(bytes(text)).orElseThrow()).startsWith("The file is empty.");
    }

    @Test
    void namesTheLineThatIsNotUtf8HoweverFarDown() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int line = 1; line <= 5000; line++) {
            file.writeBytes(bytes("{\"line\":\"ä " + line + "\"}\n"));
        }
        file.writeBytes("{\"text\":\"ä\"}\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(problem(file.toByteArray()).orElseThrow()).contains("Line 5001 has bytes that are not UTF-8");
    }

    @Test
    void refusesACharacterThatTheEndOfTheFileCuts() {
        byte[] whole = bytes("{}\n😀");
        byte[] cut = new byte[whole.length - 1];
        System.arraycopy(whole, 0, cut, 0, cut.length);

        assertThat(problem(cut).orElseThrow()).contains("Line 2 has bytes that are not UTF-8");
    }

    @Test
    void leavesLinesTooLongToParseToFormatting() {
        byte[] line = bytes("{\"text\":\"" + "x".repeat(3 << 20) + "\"}\n{}\n");

        assertThat(problem(line)).isEmpty();
    }

    @Test
    void showsNoControlCharactersInItsHint() {
        assertThat(problem(bytes("\u0001\u0000\u001b[31m")).orElseThrow()).contains("starts with: \"???...\"");
    }

    /** The answer must not depend on how the network cuts the bytes. */
    private static Optional<String> problem(byte[] file) {
        Optional<String> whole = problem(file, Math.max(1, file.length));
        for (int size : new int[] {1, 2, 3, 7, 8191}) {
            assertThat(problem(file, size)).isEqualTo(whole);
        }
        return whole;
    }

    private static Optional<String> problem(byte[] file, int size) {
        FirstLook check = new FirstLook();
        for (int start = 0; start < file.length; start += size) {
            check.accept(file, start, Math.min(size, file.length - start));
        }
        return check.problem();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
