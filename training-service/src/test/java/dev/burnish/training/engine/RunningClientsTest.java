package dev.burnish.training.engine;

import dev.burnish.contracts.Topics;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.RunningClients;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class RunningClientsTest {
    @Test
    void readsPublishesAndStoresWithoutLoss() throws Exception {
        new RunningClients("training")
                .assertKeepPromises(
                        Topics.DATASET_FORMATTED,
                        Topics.JOB_CANCEL_REQUESTED,
                        Topics.JOB_PAUSE_REQUESTED,
                        Topics.JOB_RESUME_REQUESTED);
    }
}
