package dev.burnish.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path folder = Path.of("");

    private Path log = Path.of("");

    @BeforeEach
    void nameTheLog() {
        log = folder.resolve("kafka.log");
    }

    @Test
    void beginsWithTheLastLinesAndGoesOnWithNewOnes() throws IOException {
        Files.writeString(log, "one\ntwo\nthree\n");
        LogTail tail = new LogTail(log);

        assertThat(tail.last(2)).containsExactly("two", "three");
        assertThat(tail.more()).isEmpty();
        Files.writeString(log, "four\nfi", StandardOpenOption.APPEND);
        assertThat(tail.more()).containsExactly("four");
        Files.writeString(log, "ve\n", StandardOpenOption.APPEND);
        assertThat(tail.more()).containsExactly("five");
    }

    @Test
    void startsOverWithANewFile() throws IOException {
        Files.writeString(log, "a long line of the last run\n");
        LogTail tail = new LogTail(log);
        tail.last(10);

        Files.writeString(log, "new\n");

        assertThat(tail.more()).containsExactly("new");
    }

    @Test
    void saysSoWhereThereIsNoLog() {
        assertThat(LogTail.of(log, 5)).contains("not readable").contains("kafka.log");
    }
}
