package dev.burnish.kit.testing;

import dev.burnish.contracts.Artifact;
import dev.burnish.kit.storage.ArtifactCorruptException;
import dev.burnish.kit.storage.ArtifactMissingException;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An object store for tests of what stands above it; verifies when an object is opened. */
public final class InMemoryObjectStore implements ObjectStore {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

    @Override
    public Artifact put(String key, InputStream content, String contentType) throws StorageException {
        try {
            byte[] bytes = content.readAllBytes();
            objects.put(key, bytes);
            return artifact(key, bytes);
        } catch (IOException e) {
            throw new StorageException("the content of object " + key + " could not be read to its end", e);
        }
    }

    @Override
    public Artifact put(String key, Path file, String contentType) throws StorageException {
        try (InputStream content = Files.newInputStream(file)) {
            return put(key, content, contentType);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException("file " + file + " could not be read", e);
        }
    }

    @Override
    public InputStream open(Artifact artifact) throws StorageException {
        byte[] bytes = objects.get(artifact.key());
        if (bytes == null) {
            throw new ArtifactMissingException(artifact.key(), null);
        }
        Artifact stored = artifact(artifact.key(), bytes);
        if (!stored.equals(artifact)) {
            throw new ArtifactCorruptException(artifact, stored.bytes(), stored.sha256());
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void download(List<Artifact> parts, Path file) throws StorageException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (Artifact part : parts) {
                open(part).transferTo(all);
            }
            Files.write(file, all.toByteArray());
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(file + " could not be written", e);
        }
    }

    @Override
    public Artifact fetch(String key, Path file) throws StorageException {
        byte[] bytes = objects.get(key);
        if (bytes == null) {
            throw new ArtifactMissingException(key, null);
        }
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new StorageException("object " + key + " could not be brought to " + file, e);
        }
        return artifact(key, bytes);
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    /** The keys of all objects, for assertions. */
    public Set<String> keys() {
        return Set.copyOf(objects.keySet());
    }

    private static Artifact artifact(String key, byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Artifact(key, bytes.length, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
