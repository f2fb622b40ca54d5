package dev.burnish.local.parts;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How to reach the parts.
 *
 * @param kafka bootstrap servers
 */
public record PartsAddresses(String kafka, Database postgres, ObjectStorage storage) {

    /** One server with one database per service, named as the service. */
    public record Database(String host, int port, String user, String password) {
        public String jdbcUrl(String database) {
            return "jdbc:postgresql://" + host + ":" + port + "/" + database;
        }

        /** For whoever looks at the rows of all tenants, which PostgreSQL keeps from a connection that does not say so. */
        public String inspectionUrl(String database) {
            return jdbcUrl(database) + "?options=-c%20burnish.tenant=*";
        }
    }

    /** S3-compatible storage. */
    public record ObjectStorage(
            String endpoint,
            @JsonProperty("access_key") String accessKey,
            @JsonProperty("secret_key") String secretKey,
            String bucket,
            String region) {}
}
