package dev.burnish.ingestion.messaging;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.burnish.ingestion.domain.Delivery;
import dev.burnish.ingestion.domain.WebhookCalls;
import dev.burnish.ingestion.messaging.PublicAddresses.NotPublicException;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends events as Standard Webhooks 1.0 describes them, to public addresses only, follows nobody elsewhere and reads nothing of an answer but its status. */
@ApplicationScoped
public class HttpWebhookCalls implements WebhookCalls {
    private static final Timeout PATIENCE = Timeout.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final CloseableHttpClient client;
    private final Duration longest;
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

    /** @param privateNetworks whether any address may be called, for installations whose receivers are in the same network */
    @Inject
    HttpWebhookCalls(
            @ConfigProperty(name = "burnish.webhooks.private-networks", defaultValue = "false")
                    boolean privateNetworks) {
        this(privateNetworks, LONGEST);
    }

    /** @param longest how long a call may take, however it goes on */
    HttpWebhookCalls(boolean privateNetworks, Duration longest) {
        this.longest = longest;
        this.client = client(privateNetworks ? SystemDefaultDnsResolver.INSTANCE : new PublicAddresses());
    }

    private static CloseableHttpClient client(DnsResolver resolver) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(PATIENCE)
                                .setSocketTimeout(PATIENCE)
                                .build())
                        .setMaxConnTotal(100)
                        .setMaxConnPerRoute(20)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(PATIENCE)
                        .setResponseTimeout(PATIENCE)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Burnish-Webhooks/1")
                .build();
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        deadlines.shutdownNow();
        client.close();
    }

    @Override
    public Optional<String> send(Delivery.Due delivery) {
        HttpPost request = request(delivery);
        // A receiver that drips bytes, or has many addresses that do not answer, keeps within every other limit.
        Future<?> deadline = deadlines.schedule(request::abort, longest.toMillis(), TimeUnit.MILLISECONDS);
        try {
            int status = client.executeOpen(null, request, null).getCode();
            return status >= 200 && status < 300 ? Optional.empty() : Optional.of("answered with status " + status);
        } catch (NotPublicException e) {
            return Optional.of("the address is not on the public Internet");
        } catch (UnknownHostException e) {
            return Optional.of("the host is unknown");
        } catch (SSLException e) {
            return Optional.of("no TLS connection could be made");
        } catch (SocketTimeoutException e) {
            return Optional.of("no answer within " + PATIENCE.toSeconds() + " seconds");
        } catch (IOException e) {
            return Optional.of(
                    request.isAborted()
                            ? "no answer within " + longest.toSeconds() + " seconds"
                            : "no connection could be made");
        } finally {
            deadline.cancel(false);
            // Gives the connection up; closing the answer would read it to its end, which may never come.
            request.abort();
        }
    }

    private static HttpPost request(Delivery.Due delivery) {
        long now = Instant.now().getEpochSecond();
        HttpPost request = new HttpPost(delivery.url());
        request.setHeader(Webhook.UNBRANDED_MSG_ID_KEY, delivery.id());
        request.setHeader(Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, now);
        request.setHeader(Webhook.UNBRANDED_MSG_SIGNATURE_KEY, signature(delivery, now));
        request.setEntity(new StringEntity(delivery.body(), ContentType.APPLICATION_JSON));
        return request;
    }

    private static String signature(Delivery.Due delivery, long now) {
        try {
            return new Webhook(delivery.secret()).sign(delivery.id(), now, delivery.body());
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new IllegalStateException("a secret of our own must be able to sign", e);
        }
    }
}
