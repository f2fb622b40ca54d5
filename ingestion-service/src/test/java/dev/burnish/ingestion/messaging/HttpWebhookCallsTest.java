package dev.burnish.ingestion.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.ingestion.domain.Delivery;
import dev.burnish.ingestion.testing.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpWebhookCallsTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    @Test
    void refusesToCallAPrivateNetwork() throws Exception {
        try (Receiver receiver = new Receiver()) {
            assertThat(new HttpWebhookCalls(false).send(to(receiver.url())))
                    .contains("the address is not on the public Internet");
            assertThat(receiver.calls()).isEmpty();
        }
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (Receiver receiver = new Receiver().answer(307)) {
            assertThat(new HttpWebhookCalls(true).send(to(receiver.url()))).contains("answered with status 307");
            assertThat(receiver.calls()).hasSize(1);
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        Receiver receiver = new Receiver();
        receiver.close();

        assertThat(new HttpWebhookCalls(true).send(to(receiver.url()))).contains("no connection could be made");
    }

    @Test
    void doesNotReadAnAnswerThatNeverEnds() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread endless = Thread.ofVirtual().start(() -> answerWithoutEnd(server));

            assertThat(new HttpWebhookCalls(true).send(to("http://127.0.0.1:" + server.getLocalPort())))
                    .isEmpty();
            endless.join();
        }
    }

    @Test
    void givesUpOnAnAnswerThatDrips() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread dripping = Thread.ofVirtual().start(() -> drip(server));

            assertThat(new HttpWebhookCalls(true, Duration.ofSeconds(1))
                            .send(to("http://127.0.0.1:" + server.getLocalPort())))
                    .contains("no answer within 1 seconds");
            dripping.join();
        }
    }

    /** Writes a header that does not end, a byte at a time, until the caller has gone. */
    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream request = socket.getInputStream()) {
            socket.setSoTimeout(50);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(StandardCharsets.UTF_8));
            while (true) {
                socket.getOutputStream().write('x');
                pause(request);
            }
        } catch (IOException e) {
            // the caller has gone, as it should
        }
    }

    /** Reads what there is to read of the request, for at most 50 ms. */
    private static void pause(InputStream request) throws IOException {
        try {
            request.skipNBytes(Integer.MAX_VALUE);
        } catch (SocketTimeoutException e) {
            // the time is up
        }
    }

    /** Writes until the caller has gone. */
    private static void answerWithoutEnd(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream request = socket.getInputStream()) {
            request.read();
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] more = new byte[1 << 16];
            while (true) {
                socket.getOutputStream().write(more);
            }
        } catch (IOException e) {
            // the caller has gone, as it should
        }
    }

    private static Delivery.Due to(String url) {
        return new Delivery.Due("evt_1", 1, URI.create(url), SECRET, "{}");
    }
}
