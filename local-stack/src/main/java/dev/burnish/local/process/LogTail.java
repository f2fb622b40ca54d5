package dev.burnish.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file that may still grow. */
public final class LogTail {
    private static final int MOST_BYTES = 256 * 1024;

    private final Path log;
    private long position;

    public LogTail(Path log) {
        this.log = log;
    }

    public Path log() {
        return log;
    }

    /** At most {@code count} lines, each with two leading spaces; says so if there is no log. */
    public static String of(Path log, int count) {
        try {
            return "  " + String.join("\n  ", new LogTail(log).last(count));
        } catch (IOException e) {
            return "  (not readable: " + e.getMessage() + ")";
        }
    }

    /** The last complete lines, at most {@code count}. */
    public List<String> last(int count) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            position = Math.max(0, file.length() - MOST_BYTES);
        }
        List<String> lines = more();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** The lines that were completed since the last call. A file that has become shorter is a new one. */
    public List<String> more() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            if (file.length() < position) {
                position = 0;
            }
            file.seek(position);
            byte[] bytes = new byte[(int) Math.min(file.length() - position, MOST_BYTES)];
            file.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            position += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
