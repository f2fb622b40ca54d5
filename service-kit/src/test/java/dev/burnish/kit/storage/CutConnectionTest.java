package dev.burnish.kit.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class CutConnectionTest {
    /** Promises 1000 bytes and hangs up after 3. */
    private static void serve(ServerSocket server) {
        try {
            while (true) {
                try (Socket client = server.accept()) {
                    client.getInputStream().read(new byte[4096]);
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nETag: \"a\"\r\n\r\nabc"
                                    .getBytes(US_ASCII));
                }
            }
        } catch (IOException e) {
            // The test has closed the server.
        }
    }

    @Test
    void anObjectThatBreaksOffIsNoObject() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server));
            ObjectStore store = new S3ObjectStore(settings(URI.create("http://127.0.0.1:" + server.getLocalPort())));

            try (InputStream content = store.open(new Artifact("key", 1000, "0".repeat(64)))) {
                assertThatThrownBy(content::readAllBytes)
                        .isInstanceOf(StorageException.class)
                        .isNotInstanceOf(ArtifactCorruptException.class)
                        .hasMessageContaining("key");
            }
        }
    }

    private static StorageSettings settings(URI endpoint) {
        return new StorageSettings() {
            @Override
            public URI endpoint() {
                return endpoint;
            }

            @Override
            public String accessKey() {
                return "access";
            }

            @Override
            public String secretKey() {
                return "secret-secret";
            }

            @Override
            public String bucket() {
                return "burnish";
            }

            @Override
            public String region() {
                return "us-east-1";
            }
        };
    }
}
