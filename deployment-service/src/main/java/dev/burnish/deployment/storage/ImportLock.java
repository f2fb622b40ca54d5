package dev.burnish.deployment.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Held by the one process that imports into a models directory; it ends with the process, however that ends. */
final class ImportLock implements AutoCloseable {
    private static final String NAME = ".burnish.lock";

    private final FileChannel channel;

    private ImportLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Null while somebody else holds it. */
    static @Nullable ImportLock tryLock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            locked = false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? new ImportLock(channel) : null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
