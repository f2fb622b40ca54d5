package dev.burnish.llm.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Writes safetensors files: tensors sorted by name, so that equal contents give equal bytes. */
public final class SafetensorsWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SafetensorsWriter() {}

    /**
     * One tensor to write.
     *
     * @param bytes gives its little-endian elements in rows; asked once, when it is written
     */
    public record Source(String name, StoredType type, List<Long> shape, Supplier<ByteBuffer> bytes) {

        public Source {
            shape = List.copyOf(shape);
        }

        long length() {
            long length = type.bytes();
            for (long dimension : shape) {
                length = Math.multiplyExact(length, dimension);
            }
            return length;
        }
    }

    /** Writes beside the file first and then moves it there, so that the file is whole or absent. */
    public static void write(Path file, Collection<Source> tensors) throws IOException {
        List<Source> sorted =
                tensors.stream().sorted(Comparator.comparing(Source::name)).toList();
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (FileChannel channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, header(sorted));
            for (Source tensor : sorted) {
                ByteBuffer bytes = tensor.bytes().get();
                if (bytes.remaining() != tensor.length()) {
                    throw new IllegalArgumentException(
                            tensor.name() + " has " + bytes.remaining() + " bytes instead of " + tensor.length());
                }
                writeFully(channel, bytes);
            }
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ByteBuffer header(List<Source> tensors) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Source tensor : tensors) {
            ObjectNode entry =
                    root.putObject(tensor.name()).put("dtype", tensor.type().name());
            tensor.shape().forEach(entry.withArray("shape")::add);
            entry.putArray("data_offsets").add(offset).add(offset + tensor.length());
            offset += tensor.length();
        }
        byte[] json = JSON.writeValueAsBytes(root);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json).put(" ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII));
        return header.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
