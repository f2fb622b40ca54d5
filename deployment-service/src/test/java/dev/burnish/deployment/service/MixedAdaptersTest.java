package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests for a real base model and several adapters of it at the same time. */
@ServiceTest
class MixedAdaptersTest {
    private static final int ADAPTERS = 3;
    private static final int ROUNDS = 2;
    private static final List<String> QUESTIONS =
            List.of("Hello, the Aurora Lamp arrived broken.", "Where is my parcel?");

    private final EvaluatedJobs jobs;
    private final Service service = new Service();
    private final List<String> models = new ArrayList<>();

    MixedAdaptersTest(ObjectStore store) {
        this.jobs = new EvaluatedJobs(store);
    }

    @BeforeEach
    void deploy() throws Exception {
        TinyModel.add(service);
        models.add(TinyModel.NAME);
        for (int i = 0; i < ADAPTERS; i++) {
            models.add(jobs.deploy(RealParts.TENANT, TinyModel.NAME, jobs.stored(TinyModel.writeAdapter(4 << i, i))));
        }
    }

    @AfterEach
    void remove() {
        for (String tuned : models.subList(1, models.size())) {
            service.delete("/v1/models/" + tuned);
        }
        TinyModel.remove(service);
        jobs.close();
        service.close();
    }

    @Test
    void answersTogetherWhatEachAnswersAlone() throws Exception {
        List<String> requests = new ArrayList<>();
        for (String model : models) {
            for (String question : QUESTIONS) {
                requests.add(
                        "\"model\":\"%s\",\"temperature\":0,\"max_tokens\":24,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]"
                                .formatted(model, question));
            }
        }
        List<String> alone =
                requests.stream().map(request -> service.chat(request).text()).toList();
        assertThat(alone).doesNotContain("").doesNotHaveDuplicates();

        try (ExecutorService clients = Executors.newFixedThreadPool(ChainModels.QUEUE_CAPACITY)) {
            List<Future<String>> together = new ArrayList<>();
            for (int i = 0; i < ROUNDS * requests.size(); i++) {
                String request = requests.get(i % requests.size());
                together.add(clients.submit(() -> service.chat(request).text()));
            }
            for (int i = 0; i < together.size(); i++) {
                assertThat(together.get(i).get())
                        .as(requests.get(i % requests.size()))
                        .isEqualTo(alone.get(i % alone.size()));
            }
        }
    }
}
