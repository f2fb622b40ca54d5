package dev.burnish.kit.storage;

import dev.burnish.contracts.Artifact;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An object's content; the read that meets its end throws when the content is not the artifact's. */
final class VerifyingStream extends FilterInputStream {
    private final Artifact expected;
    private boolean verified;

    VerifyingStream(InputStream content, Artifact expected) {
        super(new DigestingStream(content));
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (verified) {
            return length == 0 ? 0 : -1;
        }
        int count = readContent(buffer, offset, length);
        if (count < 0) {
            verify();
        }
        return count;
    }

    private int readContent(byte[] buffer, int offset, int length) throws StorageException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            throw new StorageException("object " + expected.key() + " could not be read to its end", e);
        }
    }

    private void verify() throws ArtifactCorruptException {
        Artifact read = ((DigestingStream) in).artifact(expected.key());
        if (!read.equals(expected)) {
            throw new ArtifactCorruptException(expected, read.bytes(), read.sha256());
        }
        verified = true;
    }
}
