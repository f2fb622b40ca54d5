package dev.burnish.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/** Hands out free ports of loopback, none twice. */
public final class Ports {
    private final boolean preferUsual;
    private final Set<Integer> given = new HashSet<>();

    private Ports(boolean preferUsual) {
        this.preferUsual = preferUsual;
    }

    /** The usual port where it is free. */
    public static Ports usual() {
        return new Ports(true);
    }

    /** Any free port: stacks with these live side by side. */
    public static Ports any() {
        return new Ports(false);
    }

    public synchronized int choose(int usual) throws IOException {
        if (preferUsual && isFree(usual) && given.add(usual)) {
            return usual;
        }
        int port;
        do {
            port = anyFreePort();
        } while (!given.add(port));
        return port;
    }

    public static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException nobodyListens) {
            return false;
        }
    }

    private static int anyFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    // Bound on all addresses: a listener on one address alone takes the port too.
    private static boolean isFree(int port) {
        if (isListening(port)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
