package dev.burnish.llm.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A safetensors file opened for reading: eight bytes of header length, the header as JSON, then the tensors' bytes. Nothing in the file is
 * believed before it is checked: see {@link SafetensorsHeader}.
 */
public final class SafetensorsFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(Path file, FileChannel channel, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.channel = channel;
        this.tensors = tensors;
    }

    /** Opens the file and checks its whole header. */
    public static SafetensorsFile open(Path file) throws CheckpointException {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new CheckpointException(file, "", "is shorter than a safetensors header");
            }
            long headerLength = read(channel, 0, Long.BYTES).getLong();
            if (headerLength < 2 || headerLength > SafetensorsHeader.MAX_BYTES || headerLength > size - Long.BYTES) {
                throw new CheckpointException(
                        file,
                        "header length",
                        "is " + Long.toUnsignedString(headerLength) + ", allowed are 2 to "
                                + SafetensorsHeader.MAX_BYTES + " bytes inside the file");
            }
            byte[] header = read(channel, Long.BYTES, (int) headerLength).array();
            return new SafetensorsFile(file, channel, SafetensorsHeader.parse(file, header, size));
        } catch (CheckpointException e) {
            closeQuietly(channel, e);
            throw e;
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new CheckpointException(file, "", "cannot be read: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("ends after " + (position + buffer.position()) + " bytes");
            }
        }
        return buffer.flip();
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel, IOException cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    public Path file() {
        return file;
    }

    /** Entries by name, in the header's order. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /** The tensor's bytes, less than 2 GiB, mapped until the arena closes. */
    public ByteBuffer map(StoredTensor tensor, Arena arena) throws CheckpointException {
        return map(tensor, 0, tensor.length(), arena);
    }

    /**
     * Some of the tensor's bytes, mapped until the arena closes.
     *
     * @param from counts from the tensor's first byte
     * @param length at most 2 GiB less one
     */
    public ByteBuffer map(StoredTensor tensor, long from, long length, Arena arena) throws CheckpointException {
        return segment(tensor, from, length, arena).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether two tensors have the same type, shape and bytes. */
    boolean holdsSame(StoredTensor tensor, SafetensorsFile otherFile, StoredTensor other) throws CheckpointException {
        if (tensor.type() != other.type() || !tensor.shape().equals(other.shape())) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = segment(tensor, 0, tensor.length(), arena);
            return bytes.mismatch(otherFile.segment(other, 0, other.length(), arena)) < 0;
        }
    }

    private MemorySegment segment(StoredTensor tensor, long from, long length, Arena arena) throws CheckpointException {
        try {
            return channel.map(MapMode.READ_ONLY, tensor.offset() + from, length, arena);
        } catch (IOException e) {
            throw new CheckpointException(file, tensor.name(), "cannot be mapped: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws CheckpointException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CheckpointException(file, "", "cannot be closed: " + e.getMessage(), e);
        }
    }
}
