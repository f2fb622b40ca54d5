package dev.burnish.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service that keeps base weights in eight bits. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "deployment"))
@WithTestResource(value = ChainModels.class, initArgs = @ResourceArg(name = "weights", value = "int8"))
class QuantisedServingTest {
    private final EvaluatedJobs jobs;
    private final Service service = new Service();

    QuantisedServingTest(ObjectStore store) {
        this.jobs = new EvaluatedJobs(store);
    }

    @AfterEach
    void close() {
        jobs.close();
        service.close();
    }

    @Test
    void answersWithAndWithoutAnAdapterAndShowsHowWeightsAreKept() throws Exception {
        String tuned = jobs.deploy(RealParts.TENANT, jobs.adapter(ChainModel.TUNED, 1));

        assertThat(service.chat(Service.ask(ChainModel.NAME)).text()).isEqualTo(ChainModel.ANSWER);
        assertThat(service.chat(Service.ask(tuned)).text()).isEqualTo(ChainModel.TUNED_ANSWER);

        JsonNode model = service.get("/operator/models", RealParts.OPERATOR_API_KEY)
                .body()
                .path("data")
                .path(0);
        assertThat(model.path("loaded").toString()).isEqualTo("{\"weights\":\"int8\",\"adapters\":1,\"sequences\":0}");
    }

    @Test
    void servesTheModelThatShipsWithTheProject() {
        TinyModel.add(service);
        try {
            assertThat(service.chat(Service.ask(TinyModel.NAME) + ",\"temperature\":0,\"max_tokens\":16")
                            .text())
                    .isNotBlank();
        } finally {
            TinyModel.remove(service);
        }
    }
}
