package dev.burnish.local.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/**
 * Serves the folder {@code STORAGE_DIRECTORY} over S3's protocol at {@code STORAGE_ENDPOINT}; a sub-folder is a bucket, and {@code STORAGE_BUCKET} is there from the start.
 * Requests must be signed with {@code STORAGE_ACCESS_KEY} and {@code STORAGE_SECRET_KEY}. Ends when its standard input closes, so that it never outlives the process that started it.
 */
public final class StorageServer {
    private StorageServer() {}

    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(setting("STORAGE_DIRECTORY"));
        createBucket(directory.resolve(setting("STORAGE_BUCKET")));
        Properties backend = new Properties();
        backend.setProperty("jclouds.filesystem.basedir", directory.toString());
        S3Proxy server = S3Proxy.builder()
                .endpoint(URI.create(setting("STORAGE_ENDPOINT")))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4, setting("STORAGE_ACCESS_KEY"), setting("STORAGE_SECRET_KEY"))
                .blobStore(BlobStores.create("filesystem-nio2", backend))
                .build();
        start(server);
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    // A folder that others may read is a bucket that anybody may list.
    private static void createBucket(Path bucket) throws IOException {
        Files.createDirectories(bucket);
        Files.setPosixFilePermissions(bucket, PosixFilePermissions.fromString("rwx------"));
    }

    // S3Proxy declares Exception; what it throws in fact is an unusable port.
    private static void start(S3Proxy server) throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The storage server does not start at " + setting("STORAGE_ENDPOINT"), e);
        }
    }

    private static String setting(String name) {
        return Objects.requireNonNull(System.getenv(name), () -> "The environment variable " + name + " is missing.");
    }
}
