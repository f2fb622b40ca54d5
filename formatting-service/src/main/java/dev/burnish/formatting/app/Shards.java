package dev.burnish.formatting.app;

import dev.burnish.contracts.Artifact;
import dev.burnish.kit.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stores canonical files in parts that end with a line each, so that none grows with the data and each can be fetched and checked by itself. */
final class Shards {
    static final long MOST_BYTES = 64L << 20;

    private static final String CONTENT_TYPE = "application/jsonl";
    private static final int BLOCK = 1 << 16;

    private final ObjectStore store;
    private final long mostBytes;

    /** @param mostBytes of a shard; more than the longest line */
    Shards(ObjectStore store, long mostBytes) {
        this.store = store;
        this.mostBytes = mostBytes;
    }

    /**
     * Stores the file as {@code <prefix>-00000.jsonl} and so on; a file of up to the most bytes is one shard.
     *
     * @return in the order of the file, at least one
     */
    List<Artifact> store(Path file, String prefix) throws IOException {
        List<Artifact> shards = new ArrayList<>();
        try (FileChannel lines = FileChannel.open(file)) {
            long start = 0;
            do {
                long end = endOfShard(lines, start);
                String key = "%s-%05d.jsonl".formatted(prefix, shards.size());
                shards.add(store.put(key, new Section(lines, start, end), CONTENT_TYPE));
                start = end;
            } while (start < lines.size());
        }
        return shards;
    }

    private long endOfShard(FileChannel lines, long start) throws IOException {
        long limit = start + mostBytes;
        if (lines.size() <= limit) {
            return lines.size();
        }
        for (long end = limit; end > start; end -= BLOCK) {
            long from = Math.max(start, end - BLOCK);
            byte[] block = new Section(lines, from, end).readAllBytes();
            for (int i = block.length - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return from + i + 1;
                }
            }
        }
        throw new IllegalStateException("a line is longer than a shard of " + mostBytes + " bytes");
    }

    /** What lies between two places of a file. */
    private static final class Section extends InputStream {
        private final FileChannel file;
        private final long end;
        private long place;

        Section(FileChannel file, long start, long end) {
            this.file = file;
            this.place = start;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (place >= end) {
                return -1;
            }
            int wanted = (int) Math.min(length, end - place);
            int count = file.read(ByteBuffer.wrap(buffer, offset, wanted), place);
            place += Math.max(0, count);
            return count;
        }
    }
}
