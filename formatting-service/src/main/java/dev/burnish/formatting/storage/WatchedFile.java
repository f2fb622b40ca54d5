package dev.burnish.formatting.storage;

import dev.hardwood.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A file that remembers whether it was the disk that failed, because a reader's exceptions do not tell that from a damaged file. */
final class WatchedFile implements InputFile {
    private final InputFile file;
    private volatile @Nullable IOException failure;

    WatchedFile(InputFile file) {
        this.file = file;
    }

    /** @throws IOException the first failure of the disk, if there was any */
    void throwFailure() throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void open() throws IOException {
        try {
            file.open();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset + length > file.length()) {
            throw new IllegalArgumentException("the file has no " + length + " bytes at " + offset);
        }
        try {
            return file.readRange(offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(IOException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }

    @Override
    public long length() throws IOException {
        return file.length();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
