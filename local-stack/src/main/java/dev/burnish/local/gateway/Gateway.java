package dev.burnish.local.gateway;

import dev.burnish.local.layout.Service;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.net.ConnectException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Forwards requests and answers as they come, byte by byte: server-sent events are not held back, bodies are neither limited nor stored, {@code Range} and every other header pass.
 * Answers in the API's own error shape when a service is away (503), breaks off before its answer (502), or a path belongs to nobody (404).
 */
final class Gateway implements Handler<HttpServerRequest> {
    /** Every stream of events holds a connection for as long as somebody watches. */
    private static final int MOST_CONNECTIONS = 1024;

    private static final int CONNECT_MILLISECONDS = 2000;

    private final Map<Service, HttpProxy> proxies = new EnumMap<>(Service.class);

    Gateway(Vertx vertx, Map<Service, Integer> ports) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setConnectTimeout(CONNECT_MILLISECONDS)
                .setDecompressionSupported(false));
        ports.forEach((service, port) -> proxies.put(
                service,
                HttpProxy.reverseProxy(client).origin(port, "127.0.0.1").addInterceptor(new ServiceAway(service))));
    }

    static Future<HttpServer> listen(Vertx vertx, int port, Map<Service, Integer> services) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMaxHeaderSize(64 * 1024)
                .setMaxInitialLineLength(16 * 1024);
        return vertx.createHttpServer(options)
                .requestHandler(new Gateway(vertx, services))
                .listen();
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = Optional.ofNullable(request.path()).orElse("/");
        Optional<HttpProxy> proxy = Routes.of(path).map(proxies::get);
        if (proxy.isPresent()) {
            proxy.get().handle(request);
        } else if (path.equals("/")) {
            ApiError.send(request, 200, index());
        } else {
            ApiError.send(request, 404, ApiError.unknownPath(request.method().name(), path));
        }
    }

    private static JsonObject index() {
        JsonArray paths = new JsonArray();
        Routes.BY_PREFIX.keySet().forEach(paths::add);
        return new JsonObject()
                .put("name", "burnish")
                .put("description", "Fine-tuning over OpenAI's API: point a client's base URL at /v1 of this address.")
                .put("paths", paths);
    }

    private record ServiceAway(Service service) implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            return context.sendRequest()
                    .recover(failure -> Future.succeededFuture(ApiError.answer(
                            context.request().release().response(), service, failure instanceof ConnectException)));
        }
    }
}
