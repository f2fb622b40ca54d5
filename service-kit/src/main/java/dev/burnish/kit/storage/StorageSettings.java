package dev.burnish.kit.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where object storage is. */
@ConfigMapping(prefix = "burnish.storage")
public interface StorageSettings {
    /** Such as {@code https://s3.eu-central-1.amazonaws.com}. */
    URI endpoint();

    String accessKey();

    String secretKey();

    @WithDefault("burnish")
    String bucket();

    @WithDefault("us-east-1")
    String region();
}
