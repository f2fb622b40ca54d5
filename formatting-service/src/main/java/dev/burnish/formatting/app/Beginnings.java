package dev.burnish.formatting.app;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.Method;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.formatting.domain.Columns;
import dev.burnish.formatting.domain.RowFiles;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Fetches no more than the beginning of a large file, reads its whole rows, and stores nothing. For one thread. */
final class Beginnings implements ObjectStore, RowFiles {
    /** What gzip makes of text is about a sixth of it. */
    private static final int GZIP_RATIO = 6;

    private static final String GZIP = "\u001f\u008b";
    private static final String PARQUET = "PAR1";

    private final ObjectStore store;
    private final RowFiles files;
    private final long mostBytes;
    private final Map<String, Long> fetched = new HashMap<>();
    private final Set<Path> cut = new HashSet<>();

    /** @param mostBytes of one file; a sixth of it if it is compressed */
    Beginnings(ObjectStore store, RowFiles files, long mostBytes) {
        this.store = store;
        this.files = files;
        this.mostBytes = mostBytes;
    }

    /** Whether all files so far were read whole. */
    boolean areWhole() {
        return cut.isEmpty();
    }

    /** How many times the part that was read the whole file is, at least 1. */
    double factor(SubmittedFile file) {
        Artifact content = file.content();
        long read = fetched.getOrDefault(content.key(), content.bytes());
        return read == 0 ? 1 : (double) content.bytes() / read;
    }

    @Override
    public void download(Artifact artifact, Path file) throws StorageException {
        if (artifact.bytes() <= mostBytes) {
            store.download(artifact, file);
            return;
        }
        try (InputStream in = store.open(artifact);
                OutputStream out = Files.newOutputStream(file)) {
            byte[] signature = in.readNBytes(PARQUET.length());
            out.write(signature);
            long most = begins(signature, GZIP) ? mostBytes / GZIP_RATIO : mostBytes;
            long read = signature.length + copy(in, out, most - signature.length);
            fetched.put(artifact.key(), read);
            cut.add(file);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException("the beginning of " + artifact.key() + " could not be kept on the disk", e);
        }
    }

    private static long copy(InputStream in, OutputStream out, long most) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        while (copied < most) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, most - copied));
            if (read < 0) {
                break;
            }
            out.write(buffer, 0, read);
            copied += read;
        }
        return copied;
    }

    private static boolean begins(byte[] signature, String with) {
        return new String(signature, StandardCharsets.ISO_8859_1).startsWith(with);
    }

    @Override
    public Rows open(Path file, Method method, Columns columns) throws IOException {
        if (!cut.contains(file)) {
            return files.open(file, method, columns);
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (begins(in.readNBytes(PARQUET.length()), PARQUET)) {
                throw new WholeFileNeededException(mostBytes);
            }
        }
        return new RowsBeforeACut(files.open(file, method, columns));
    }

    @Override
    public void download(List<Artifact> parts, Path file) {
        throw new UnsupportedOperationException("files that users upload are one object each");
    }

    @Override
    public Artifact fetch(String key, Path file) {
        throw new UnsupportedOperationException("an object that nothing is known of is not read in part");
    }

    @Override
    public InputStream open(Artifact artifact) throws StorageException {
        return store.open(artifact);
    }

    @Override
    public Artifact put(String key, InputStream content, String contentType) {
        throw new UnsupportedOperationException("nothing is stored here");
    }

    @Override
    public Artifact put(String key, Path file, String contentType) {
        throw new UnsupportedOperationException("nothing is stored here");
    }

    @Override
    public void delete(String key) {
        throw new UnsupportedOperationException("nothing is deleted here");
    }

    /** A Parquet file says at its end what it holds, so that its beginning alone cannot be read. */
    static final class WholeFileNeededException extends IOException {
        WholeFileNeededException(long mostBytes) {
            super("a Parquet file of more than " + mostBytes + " bytes can only be read whole");
        }
    }
}
