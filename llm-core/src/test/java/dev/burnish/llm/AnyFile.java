package dev.burnish.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.burnish.llm.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Holds a reader of files to what it owes for any content: a value or a {@link CheckpointException}, and no more memory than the content
 * justifies.
 *
 * @param file that is written and read
 */
public record AnyFile(Path file, Reader reader) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What is allocated for a file of any size, such as parsers' buffers and lists of at most 1,000 layers. */
    private static final long ALLOWED_BYTES = 1 << 20;

    /** What is allocated for each byte of the file: a tree of JSON at worst. */
    private static final long ALLOWED_BYTES_PER_BYTE = 200;

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "0",
            "0.5",
            "1e999",
            "-0",
            "2147483648",
            "9223372036854775807",
            "18446744073709551617",
            "\"\"",
            "\"\\u0000\"",
            "{}",
            "[]",
            "[[[[[[[[",
            "{\"a\":");

    /** Reads a file; {@code file} may be beside others that it needs. */
    @FunctionalInterface
    public interface Reader {
        void read(Path file) throws IOException;
    }

    /** Reads those bytes. */
    public void read(byte[] bytes) {
        long allowed = ALLOWED_BYTES + ALLOWED_BYTES_PER_BYTE * bytes.length;
        // Classes that the first call loads do not count.
        if (allocated(bytes) > allowed) {
            assertThat(allocated(bytes))
                    .as("bytes allocated for %s", content(bytes))
                    .isLessThan(allowed);
        }
    }

    private static String content(byte[] bytes) {
        return "content " + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 10_000));
    }

    private long allocated(byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reader.read(file);
        } catch (CheckpointException e) {
            assertThat(e.getMessage()).hasSizeLessThan(2000);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new AssertionError(content(bytes), e);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Reads that many contents, each a valid one with some changes that follow from the seed. */
    public void readChanged(List<byte[]> valid, int count, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes = changed(bytes, random);
            }
            read(bytes);
        }
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(12));
        return switch (random.nextInt(5)) {
            case 0 -> replaced(bytes, from, to, new byte[0]);
            case 1 ->
                replaced(
                        bytes,
                        from,
                        to,
                        PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
            case 2 -> replaced(bytes, from, from, Arrays.copyOfRange(bytes, random.nextInt(to + 1), to));
            case 3 -> replaced(bytes, from, Math.min(bytes.length, from + 1), new byte[] {(byte) random.nextInt()});
            default -> withOtherValue(bytes, from, random);
        };
    }

    /** Another value after the next colon, up to a comma or bracket. */
    private static byte[] withOtherValue(byte[] bytes, int from, Random random) {
        int start = from;
        while (start < bytes.length && bytes[start] != ':') {
            start++;
        }
        start = Math.min(start + 1, bytes.length);
        int end = start;
        while (end < bytes.length && ",}]".indexOf(bytes[end]) < 0) {
            end++;
        }
        return replaced(
                bytes, start, end, PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8));
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + by.length);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
