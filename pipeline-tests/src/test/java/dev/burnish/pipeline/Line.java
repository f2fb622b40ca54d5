package dev.burnish.pipeline;

import java.util.concurrent.TimeUnit;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.tcp.TcpCrusher;
import org.netcrusher.tcp.TcpCrusherBuilder;

/** The way to a server on this machine, which can be cut and made slow. */
final class Line implements AutoCloseable {
    private final int port;
    private final TcpCrusher crusher;
    private volatile long bytesPerSecond = Long.MAX_VALUE;

    /** @param port where the line begins */
    Line(NioReactor reactor, int port, int serverPort) {
        this.port = port;
        this.crusher = TcpCrusherBuilder.builder()
                .withReactor(reactor)
                .withBindAddress("127.0.0.1", port)
                .withConnectAddress("127.0.0.1", serverPort)
                .withIncomingThrottlerFactory(address -> buffer -> nanos(buffer.remaining()))
                .withOutgoingThrottlerFactory(address -> buffer -> nanos(buffer.remaining()))
                .buildAndOpen();
    }

    int port() {
        return port;
    }

    /** Ends all connections, and lets nobody connect. */
    void cut() {
        crusher.close();
    }

    void mend() {
        crusher.open();
    }

    /** Each way of each connection. */
    void limit(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    @Override
    public void close() {
        crusher.close();
    }

    private long nanos(long bytes) {
        return bytesPerSecond == Long.MAX_VALUE ? 0 : bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    }
}
