package dev.burnish.llm.benchmarks;

import dev.burnish.contracts.Artifact;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Objects as files of a folder, digested when they are written and when they are fetched, as the services' storage does. */
final class FolderStore implements ObjectStore {
    private final Path folder;

    FolderStore(Path folder) {
        this.folder = folder;
    }

    Path file(Artifact artifact) {
        return folder.resolve(artifact.key());
    }

    @Override
    public Artifact put(String key, InputStream content, String contentType) throws StorageException {
        return copy(key, content, folder.resolve(key));
    }

    @Override
    public Artifact put(String key, Path file, String contentType) throws StorageException {
        try (InputStream content = Files.newInputStream(file)) {
            return put(key, content, contentType);
        } catch (IOException e) {
            throw new StorageException("file " + file + " could not be stored", e);
        }
    }

    @Override
    public InputStream open(Artifact artifact) throws StorageException {
        try {
            return Files.newInputStream(file(artifact));
        } catch (IOException e) {
            throw new StorageException("object " + artifact.key() + " could not be opened", e);
        }
    }

    @Override
    public void download(List<Artifact> parts, Path file) throws StorageException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Artifact part : parts) {
                append(part, out);
            }
        } catch (IOException e) {
            throw new StorageException("objects could not be brought to " + file, e);
        }
    }

    private void append(Artifact part, OutputStream out) throws IOException {
        DigestInputStream content = new DigestInputStream(open(part), sha256());
        try (content) {
            content.transferTo(out);
        }
        String digest = HexFormat.of().formatHex(content.getMessageDigest().digest());
        if (!digest.equals(part.sha256())) {
            throw new ArtifactCorruptException(part, Files.size(file(part)), digest);
        }
    }

    @Override
    public Artifact fetch(String key, Path file) throws StorageException {
        try (InputStream content = Files.newInputStream(folder.resolve(key))) {
            return copy(key, content, file);
        } catch (IOException e) {
            throw new StorageException("object " + key + " could not be fetched", e);
        }
    }

    @Override
    public void delete(String key) throws StorageException {
        try {
            Files.deleteIfExists(folder.resolve(key));
        } catch (IOException e) {
            throw new StorageException("object " + key + " could not be deleted", e);
        }
    }

    private static Artifact copy(String key, InputStream content, Path file) throws StorageException {
        DigestInputStream digesting = new DigestInputStream(content, sha256());
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                long bytes = digesting.transferTo(out);
                return new Artifact(
                        key,
                        bytes,
                        HexFormat.of().formatHex(digesting.getMessageDigest().digest()));
            }
        } catch (IOException e) {
            throw new StorageException("object " + key + " could not be stored", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
