package dev.burnish.kit.storage;

import dev.burnish.contracts.Artifact;
import dev.burnish.kit.CrashPoint;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects in one bucket of an S3-compatible store. */
@ApplicationScoped
public class S3ObjectStore implements ObjectStore {
    /** Uploads keep one part in memory, S3's least size; 10,000 parts bound an object to 48 GiB. */
    private static final long PART_BYTES = 5L << 20;

    private static final long CONNECT_MILLIS = 5_000;

    /** How long a read or a write may stand still. */
    private static final long TRANSFER_MILLIS = 60_000;

    private final MinioClient client;
    private final String bucket;

    public S3ObjectStore(StorageSettings settings) {
        bucket = settings.bucket();
        client = MinioClient.builder()
                .endpoint(settings.endpoint().toString())
                .credentials(settings.accessKey(), settings.secretKey())
                .region(settings.region())
                .build();
        client.setTimeout(CONNECT_MILLIS, TRANSFER_MILLIS, TRANSFER_MILLIS);
    }

    @Override
    public Artifact put(String key, InputStream content, String contentType) throws StorageException {
        DigestingStream digesting = new DigestingStream(content);
        try {
            client.putObject(PutObjectArgs.builder().bucket(bucket).object(key).contentType(contentType).stream(
                            digesting, -1L, PART_BYTES)
                    .build());
        } catch (MinioException | RuntimeException e) {
            throw putFailure(key, digesting.failure(), e);
        }
        CrashPoint.reached("storage.stored");
        return digesting.artifact(key);
    }

    private static StorageException putFailure(String key, @Nullable Exception sourceFailure, Exception putFailure) {
        if (sourceFailure instanceof RuntimeException failure) {
            throw failure;
        }
        if (sourceFailure != null) {
            return new StorageException(
                    "the content of object " + key + " could not be read to its end", sourceFailure);
        }
        return new StorageException("object " + key + " could not be stored", putFailure);
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
        return new VerifyingStream(content(artifact.key()), artifact);
    }

    private InputStream content(String key) throws StorageException {
        try {
            return client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object(key).build());
        } catch (ErrorResponseException e) {
            if ("NoSuchKey".equals(e.errorResponse().code())) {
                throw new ArtifactMissingException(key, e);
            }
            throw new StorageException("object " + key + " could not be opened", e);
        } catch (MinioException e) {
            throw new StorageException("object " + key + " could not be opened", e);
        }
    }

    @Override
    public Artifact fetch(String key, Path file) throws StorageException {
        try (DigestingStream content = new DigestingStream(content(key))) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            return content.artifact(key);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException("object " + key + " could not be brought to " + file, e);
        }
    }

    @Override
    public void download(List<Artifact> parts, Path file) throws StorageException {
        Path partial = null;
        try {
            Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
            partial = Files.createTempFile(directory, file.getFileName() + ".", ".part");
            try (OutputStream out = Files.newOutputStream(partial)) {
                for (Artifact part : parts) {
                    append(part, out);
                }
            }
            CrashPoint.reached("storage.downloaded");
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (StorageException e) {
            throw discarding(partial, e);
        } catch (IOException e) {
            throw discarding(partial, new StorageException(file + " could not be written", e));
        }
    }

    private void append(Artifact part, OutputStream out) throws IOException {
        try (InputStream content = open(part)) {
            content.transferTo(out);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException("object " + part.key() + " could not be brought to its file", e);
        }
    }

    private static StorageException discarding(@Nullable Path partial, StorageException failure) {
        try {
            if (partial != null) {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public void delete(String key) throws StorageException {
        try {
            client.removeObject(
                    RemoveObjectArgs.builder().bucket(bucket).object(key).build());
        } catch (MinioException e) {
            throw new StorageException("object " + key + " could not be deleted", e);
        }
    }

    /** @throws StorageException when the bucket is not there, or may not be used with these credentials */
    void checkBucket() throws StorageException {
        try {
            if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                throw new StorageException("there is no bucket " + bucket, null);
            }
        } catch (MinioException e) {
            throw new StorageException("bucket " + bucket + " cannot be used", e);
        }
    }

    @PreDestroy
    void close() throws Exception {
        client.close();
    }
}
