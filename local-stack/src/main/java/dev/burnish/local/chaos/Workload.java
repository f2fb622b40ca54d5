package dev.burnish.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.burnish.local.api.ApiClient;
import dev.burnish.local.api.ApiFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Tiny jobs, several at a time, sent and followed by a client that tries again whatever happens to the server. */
final class Workload {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(400);

    /** The API takes 10 at least; one more is held out for evaluation. */
    private static final int EXAMPLES = 12;

    private static final int EPOCHS = 2;

    /** Few, so that equal jobs can be compared, and more than adapters stay on deployment's disk, so that each has to be fetched. */
    private static final int SEEDS = 3;

    private final ApiClient api;
    private final Path examples;
    private final AtomicInteger submitted = new AtomicInteger();
    private final List<AcceptedJob> accepted = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> clients = new ArrayList<>();

    private Workload(ApiClient api, Path examples) {
        this.api = api;
        this.examples = examples;
    }

    /**
     * @param tickets chat examples in JSON Lines, of which the shortest are taken
     * @param examples where these go
     */
    static Workload of(ApiClient api, Path tickets, Path examples) throws IOException {
        try (Stream<String> lines = Files.lines(tickets)) {
            List<String> shortest = lines.sorted(Comparator.comparingInt(String::length))
                    .limit(EXAMPLES)
                    .toList();
            Files.createDirectories(examples.toAbsolutePath().getParent());
            Files.write(examples, shortest);
        }
        return new Workload(api, examples);
    }

    /** Keeps so many jobs open until {@code enough}; each that is open then is still followed. */
    void start(int open, BooleanSupplier enough) {
        clients.clear();
        for (int client = 0; client < open; client++) {
            clients.add(Thread.ofVirtual().start(() -> submit(enough)));
        }
    }

    /** Whether every job that was accepted has ended within the limit. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Thread client : clients) {
            client.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        boolean ended = clients.stream().noneMatch(Thread::isAlive);
        clients.forEach(Thread::interrupt);
        return ended;
    }

    /** All that the API has answered for so far. */
    List<AcceptedJob> accepted() {
        return List.copyOf(accepted);
    }

    /** What the API has said no to, though nothing was wrong with it. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    private void submit(BooleanSupplier enough) {
        try {
            while (!enough.getAsBoolean()) {
                int number = submitted.getAndIncrement();
                String file = persistently(() -> api.upload(examples));
                int seed = number % SEEDS;
                ObjectNode request = request(file, seed);
                String id = persistently(() -> api.createJob(request, "chaos-" + number))
                        .path("id")
                        .asText();
                AcceptedJob job = new AcceptedJob(id, "seed " + seed);
                accepted.add(job);
                follow(job);
            }
        } catch (IOException e) {
            refusals.add(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(AcceptedJob job) throws IOException, InterruptedException {
        while (true) {
            JsonNode now = persistently(() -> api.job(job.id()));
            job.seen(
                    now.path("status").asText(),
                    now.path("error").path("message").asText());
            if (job.hasEnded()) {
                return;
            }
            Thread.sleep(PAUSE);
        }
    }

    private static ObjectNode request(String file, int seed) {
        ObjectNode job = JSON.createObjectNode();
        job.put("model", "burnish-tiny");
        job.put("training_file", file);
        job.put("seed", seed);
        ObjectNode method = job.putObject("method");
        method.put("type", "supervised");
        method.putObject("supervised")
                .putObject("hyperparameters")
                .put("n_epochs", EPOCHS)
                .put("batch_size", 4);
        job.putObject("burnish").putObject("lora").put("rank", 2);
        return job;
    }

    /** @throws ApiFailedException when the API says that something is wrong with the request itself */
    private static <T> T persistently(Callable<T> request) throws IOException, InterruptedException {
        while (true) {
            try {
                return request.call();
            } catch (ApiFailedException e) {
                if (e.status() < 500 && e.status() != 409 && e.status() != 429) {
                    throw e;
                }
            } catch (IOException nobodyAnswered) {
                // It is being started again.
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            Thread.sleep(PAUSE);
        }
    }
}
