package dev.burnish.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void takesTheUsualPortWhereItIsFree() throws IOException {
        int free = Ports.any().choose(0);

        assertThat(Ports.usual().choose(free)).isEqualTo(free);
    }

    @Test
    void takesAnotherPortWhereSomebodyListens() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = Ports.usual().choose(taken.getLocalPort());

            assertThat(port).isNotEqualTo(taken.getLocalPort());
            assertThat(Ports.isListening(taken.getLocalPort())).isTrue();
            assertThat(Ports.isListening(port)).isFalse();
        }
    }

    @Test
    void givesNoPortTwice() throws IOException {
        Ports ports = Ports.usual();
        int usual = Ports.any().choose(0);
        Set<Integer> given = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            assertThat(given.add(ports.choose(usual))).isTrue();
        }
    }
}
