package dev.burnish.formatting.app;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that {@code src/test/reference/parquet_files.py} wrote. */
public final class ParquetFiles {
    private ParquetFiles() {}

    public static byte[] read(String name) {
        try (InputStream file = ParquetFiles.class.getResourceAsStream("/dev/burnish/formatting/parquet/" + name)) {
            return requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
