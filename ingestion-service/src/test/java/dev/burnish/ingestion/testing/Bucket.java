package dev.burnish.ingestion.testing;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.messages.Item;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What lies in object storage, seen from outside the service. */
public final class Bucket {
    private Bucket() {}

    /** The keys of all objects that belong to a tenant's files. */
    public static Set<String> fileKeys(String tenant) throws Exception {
        Config config = ConfigProvider.getConfig();
        MinioClient client = MinioClient.builder()
                .endpoint(config.getValue("burnish.storage.endpoint", String.class))
                .credentials(
                        config.getValue("burnish.storage.access-key", String.class),
                        config.getValue("burnish.storage.secret-key", String.class))
                .region(config.getValue("burnish.storage.region", String.class))
                .build();
        try {
            Set<String> keys = new TreeSet<>();
            for (Result<Item> item : client.listObjects(ListObjectsArgs.builder()
                    .bucket(config.getValue("burnish.storage.bucket", String.class))
                    .prefix("tenants/" + tenant + "/files/")
                    .recursive(true)
                    .build())) {
                keys.add(item.get().objectName());
            }
            return keys;
        } finally {
            client.close();
        }
    }
}
