package dev.burnish.pipeline;

import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobCreateParams;
import com.openai.models.finetuning.methods.SupervisedHyperparameters;
import com.openai.models.finetuning.methods.SupervisedMethod;
import dev.burnish.contracts.Event;
import dev.burnish.local.api.ApiClient;
import dev.burnish.local.layout.Secrets;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.parts.PartsAddresses;
import dev.burnish.local.stack.LocalStack;
import dev.burnish.local.stack.StackSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stack that all tests of this module share: started by the first that asks, stopped when the JVM ends. */
final class Stack {
    private static final Duration JOB_LIMIT = Duration.ofMinutes(6);
    private static final Set<FineTuningJob.Status> ENDED =
            Set.of(FineTuningJob.Status.SUCCEEDED, FineTuningJob.Status.FAILED, FineTuningJob.Status.CANCELLED);

    /** A variable of those services that speak with providers, with the stack's own key. */
    private static final String OWN_KEY = "OWN_KEY";

    private final LocalStack local;
    private final OpenAIClient client;
    private final Records records;
    private final Path models;

    private Stack(LocalStack local, Path models) {
        this.local = local;
        this.models = models;
        this.client = client(local.apiKey());
        this.records = new Records(local.parts().kafka());
    }

    static Stack shared() {
        return Shared.STACK;
    }

    OpenAIClient client() {
        return client;
    }

    OpenAIClient client(String apiKey) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(local.gateway() + "/v1")
                .apiKey(apiKey)
                .build();
    }

    /** From now on the stack has a hosted model, whose provider is the stack itself. */
    void host(String name, String providerModel) throws IOException {
        Files.writeString(Files.createDirectories(models.resolve(name)).resolve("burnish-backend.json"), """
                {"type": "openai-compatible", "base_url": "%s/v1", "model": "%s", "api_key_variable": "%s"}""".formatted(
                        local.gateway(), providerModel, OWN_KEY));
    }

    FileObject upload(String jsonl) {
        MultipartField<InputStream> file = MultipartField.<InputStream>builder()
                .value(new ByteArrayInputStream(jsonl.getBytes(StandardCharsets.UTF_8)))
                .filename("tickets.jsonl")
                .build();
        return client.files()
                .create(FileCreateParams.builder()
                        .file(file)
                        .purpose(FilePurpose.FINE_TUNE)
                        .build());
    }

    FineTuningJob createJob(String file, String suffix, int epochs) {
        return createJob(file, "burnish-tiny", suffix, epochs);
    }

    FineTuningJob createJob(String file, String model, String suffix, int epochs) {
        SupervisedHyperparameters hyperparameters =
                SupervisedHyperparameters.builder().nEpochs(epochs).build();
        return client.fineTuning()
                .jobs()
                .create(JobCreateParams.builder()
                        .model(model)
                        .trainingFile(file)
                        .suffix(suffix)
                        .seed(7)
                        .method(JobCreateParams.Method.builder()
                                .type(JobCreateParams.Method.Type.SUPERVISED)
                                .supervised(SupervisedMethod.builder()
                                        .hyperparameters(hyperparameters)
                                        .build())
                                .build())
                        .build());
    }

    FineTuningJob awaitEnd(String job) {
        return await().atMost(JOB_LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> client.fineTuning().jobs().retrieve(job), now -> ENDED.contains(now.status()));
    }

    String contentOf(String file) {
        try (com.openai.core.http.HttpResponse response = client.files().content(file)) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model's answer to a mail that it has not seen. */
    String ask(String model, int tokens) {
        ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                .model(model)
                .addSystemMessage(Tickets.systemMessage())
                .addUserMessage(Tickets.unseenMail())
                .temperature(0)
                .maxCompletionTokens(tokens)
                .build();
        return client.chat()
                .completions()
                .create(question)
                .choices()
                .getFirst()
                .message()
                .content()
                .orElseThrow();
    }

    String bootstrapServers() {
        return local.parts().kafka();
    }

    PartsAddresses.Database database() {
        return local.parts().postgres();
    }

    /** Where the objects lie as files. */
    Path storageDirectory() {
        return Shared.STATE.resolve("data").resolve("storage");
    }

    /** All events of the topic about a job so far, oldest first. */
    List<Event> events(String topic, String job) {
        return records.events(topic, job);
    }

    void publishRaw(String topic, String key, String value) {
        records.publish(topic, key, value);
    }

    List<String> values(String topic) {
        return records.values(topic);
    }

    /** SIGKILLs a service's process, which the stack starts again; returns the dead process's id. */
    long kill(String service) {
        long pid = pid(service);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return pid;
    }

    /** As {@link #kill}, but SIGTERMs it, and waits until it has ended. */
    long stop(String service) {
        long pid = pid(service);
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroy();
            process.onExit().join();
        });
        return pid;
    }

    long pid(String service) {
        return local.process(service).handle().orElseThrow().pid();
    }

    /** The API for whoever runs the stack. */
    ApiClient operator() {
        return new ApiClient(local.gateway(), local.apiKey());
    }

    URI address(String path) {
        return local.gateway().resolve(path);
    }

    int statusWithoutKey(String path) {
        return send(HttpRequest.newBuilder(local.gateway().resolve(path)).build())
                .statusCode();
    }

    /** For what OpenAI's client knows nothing of. */
    HttpResponse<String> post(String path, String json) {
        return send(HttpRequest.newBuilder(local.gateway().resolve(path))
                .header("Authorization", "Bearer " + local.apiKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {
        static final Path STATE = Path.of("target", "stack").toAbsolutePath();
        static final Stack STACK = start();

        private static Stack start() {
            try {
                Path state = Files.createDirectories(STATE);
                String ownKey = Secrets.apiKey(new StateDirectory(state));
                Map<Service, Map<String, String>> environment = Map.of(
                        Service.TRAINING,
                        Map.of(
                                "BURNISH_WORK_LEASE",
                                "10S",
                                "BURNISH_WORK_HEARTBEAT",
                                "2S",
                                "BURNISH_TRAINING_REMOTE_POLL",
                                "1S",
                                OWN_KEY,
                                ownKey),
                        Service.EVALUATION,
                        Map.of(OWN_KEY, ownKey),
                        Service.DEPLOYMENT,
                        Map.of(OWN_KEY, ownKey));
                LocalStack local = LocalStack.start(StackSettings.forTest(state, environment));
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> stop(local)));
                return new Stack(local, new StateDirectory(state).models());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static void stop(LocalStack local) {
            try {
                local.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
