package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.deployment.domain.Answers;
import dev.burnish.deployment.domain.Decoding;
import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.GenerationEvent;
import dev.burnish.deployment.domain.GenerationRequest;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when requests wait, and when their clients do not. */
@ServiceTest
@Timeout(60)
class OverloadTest {
    private static final String CHAT = "/v1/chat/completions";

    private final EvaluatedJobs jobs;
    private final FairQueue queue;
    private final Service service = new Service();
    private final List<AutoCloseable> open = new ArrayList<>();

    OverloadTest(ObjectStore store, FairQueue queue) {
        this.jobs = new EvaluatedJobs(store);
        this.queue = queue;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        jobs.close();
        service.close();
    }

    @Test
    void aClientThatGoesAwayEndsItsStreamAtTheNextToken() throws Exception {
        String endless = endlessModel();
        InputStream stream = service.open(CHAT, "{%s,\"stream\":true}".formatted(Service.ask(endless)))
                .body();
        readALine(stream);

        stream.close();

        await().untilAsserted(() -> assertThat(service.management("/q/metrics"))
                .contains("burnish_generation_running 0.0")
                .contains("burnish_generation_sequences_total{model=\"tuned\",outcome=\"cancelled\""));
    }

    @Test
    void anAnswerWithoutEndThatNobodyReadsHoldsNobodyUp() throws Exception {
        String endless = endlessModel();
        InputStream unread = service.open(CHAT, "{%s,\"stream\":true}".formatted(Service.ask(endless)))
                .body();
        open.add(unread);

        assertThat(service.chat(Service.ask(ChainModel.NAME)).text()).isEqualTo(ChainModel.ANSWER);

        assertThat(service.management("/q/metrics")).contains("burnish_generation_running 1.0");
    }

    @Test
    void aFailureOfTheEngineFailsTheBatchAndTheServiceGoesOn() throws Exception {
        InputStream stream = service.open(CHAT, "{%s,\"stream\":true}".formatted(Service.ask(endlessModel())))
                .body();
        open.add(stream);
        readALine(stream);
        // A token that the model does not have; no request can name one.
        GenerationRequest poisoned = new GenerationRequest(
                RealParts.TENANT,
                ChainModel.NAME,
                Optional.empty(),
                new int[] {1, 1_000_000},
                4,
                Decoding.GREEDY,
                Optional.empty());

        try (Answers answers = Answers.enqueue(poisoned, 1, queue)) {
            assertThat(answers.next()).isEqualTo(new GenerationEvent.Started(0));
            assertThat(answers.next())
                    .isInstanceOfSatisfying(
                            GenerationEvent.Failed.class,
                            failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.ENGINE_FAILED));
        }

        assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                .endsWith("\"code\":\"engine_failed\"}}\n\n");
        assertThat(service.chat(Service.ask(ChainModel.NAME)).text()).isEqualTo(ChainModel.ANSWER);
    }

    @Test
    void aClientThatGoesAwayWhileItWaitsGivesItsPlaceBack() throws Exception {
        String endless = endlessModel();
        occupyTheEngine(endless);
        Socket waiting = request("{%s}".formatted(Service.ask(ChainModel.NAME)));
        await().untilAsserted(() -> assertThat(queue.size()).isEqualTo(1));

        waiting.close();

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(queue.size()).isZero());
    }

    @Test
    void aFullQueueTellsWhenToComeBackAndOtherTenantsStillGetTheirTurn() throws Exception {
        String endless = endlessModel();
        InputStream running = occupyTheEngine(endless);
        for (int i = 0; i < ChainModels.QUEUE_CAPACITY; i++) {
            open.add(request("{%s}".formatted(Service.ask(ChainModel.NAME))));
        }
        await().untilAsserted(() -> assertThat(queue.size()).isEqualTo(ChainModels.QUEUE_CAPACITY));

        Service.Answer refused = service.chat(Service.ask(ChainModel.NAME));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limit_exceeded");
        assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);
        running.close();
        assertThat(service.post(CHAT, "{%s}".formatted(Service.ask(ChainModel.NAME)), RealParts.OTHER_API_KEY)
                        .status())
                .isEqualTo(200);
        await().untilAsserted(() -> assertThat(queue.size()).isZero());
    }

    private String endlessModel() throws Exception {
        return jobs.deploy(RealParts.TENANT, jobs.adapter(ChainModel.ENDLESS, 1));
    }

    /** Starts as many answers as there are places, none of which ends soon, and waits for their first tokens. */
    private InputStream occupyTheEngine(String endless) throws Exception {
        InputStream last = InputStream.nullInputStream();
        for (int i = 0; i < ChainModels.BATCH_SIZE; i++) {
            last = service.open(CHAT, "{%s,\"stream\":true}".formatted(Service.ask(endless)))
                    .body();
            open.add(last);
            readALine(last);
        }
        return last;
    }

    private static void readALine(InputStream stream) throws Exception {
        String line = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 16).readLine();
        assertThat(line).startsWith("data: ");
    }

    /** Sends a request and leaves the answer unread. */
    private static Socket request(String body) throws Exception {
        Socket socket = new Socket("localhost", Service.port("quarkus.http.port"));
        String head =
                "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(CHAT, RealParts.API_KEY, body.length());
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
        return socket;
    }
}
