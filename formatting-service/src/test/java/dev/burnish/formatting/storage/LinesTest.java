package dev.burnish.formatting.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.formatting.domain.InvalidRowException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    @Test
    void leavesOutTheLineEnds() throws Exception {
        assertThat(all("a\r\nb\n\n\r\nc\rd".getBytes(UTF_8))).containsExactly("a", "b", "", "", "c\rd");
    }

    @Test
    void endsWithTheLastLineFeed() throws Exception {
        assertThat(all(new byte[0])).isEmpty();
        assertThat(all("a\n".getBytes(UTF_8))).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void readsBackRandomLinesAcrossItsBuffers(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add("ä€😀x".repeat(random.nextInt(2000)));
        }

        assertThat(all(String.join("\n", lines).concat("\n").getBytes(UTF_8))).isEqualTo(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void takesALineOfTheGreatestLengthAndRefusesOneByteMore(String end) throws Exception {
        String longest = "a".repeat(RowText.MAX_BYTES);
        Lines lines = lines((longest + end + longest + "a" + end + "b" + end).getBytes(UTF_8));

        assertThat(lines.next()).isEqualTo(longest);
        assertThatThrownBy(lines::next).isInstanceOf(InvalidRowException.class).hasMessageContaining("1048576 bytes");
        assertThat(lines.number()).isEqualTo(2);
        assertThat(lines.next()).isEqualTo("b");
        assertThat(lines.number()).isEqualTo(3);
    }

    @Test
    void refusesBytesThatAreNoUtf8AndGoesOnBehindThem() throws Exception {
        // Overlong "/", a lone surrogate, a cut sequence.
        for (byte[] wrong : List.of(
                new byte[] {(byte) 0xc0, (byte) 0xaf, '\n', 'b'},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n', 'b'},
                new byte[] {(byte) 0xe2, (byte) 0x82, '\n', 'b'})) {
            Lines lines = lines(wrong);

            assertThatThrownBy(lines::next)
                    .isInstanceOf(InvalidRowException.class)
                    .hasMessageContaining("UTF-8");
            assertThat(lines.next()).isEqualTo("b");
        }
    }

    private static Lines lines(byte[] bytes) {
        return new Lines(new ByteArrayInputStream(bytes));
    }

    private static List<String> all(byte[] bytes) throws Exception {
        List<String> all = new ArrayList<>();
        Lines lines = lines(bytes);
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        return all;
    }
}
