package dev.burnish.formatting.storage;

import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.InvalidFileException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** What a gzip file holds, up to a number of bytes. Whatever is wrong with it is an {@link InvalidFileException}, unlike a fault of the disk. */
final class BoundedGunzip extends FilterInputStream {
    private final long maxBytes;
    private long count;

    BoundedGunzip(InputStream compressed, long maxBytes) throws IOException {
        super(opened(compressed));
        this.maxBytes = maxBytes;
    }

    private static InputStream opened(InputStream compressed) throws IOException {
        try {
            return new GZIPInputStream(compressed, 1 << 16);
        } catch (ZipException | EOFException e) {
            throw broken(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = super.read(buffer, offset, length);
        } catch (ZipException | EOFException e) {
            throw broken(e);
        }
        count += Math.max(0, read);
        if (count > maxBytes) {
            throw new InvalidFileException(
                    Fault.FILE_TOO_LARGE,
                    "It is compressed and holds more than " + maxBytes + " bytes. Split it, or leave rows out.");
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private static InvalidFileException broken(IOException e) {
        return new InvalidFileException(
                Fault.BROKEN_GZIP,
                "It is a gzip file that is damaged or cut off. Compress it again, or upload it uncompressed.",
                e);
    }
}
