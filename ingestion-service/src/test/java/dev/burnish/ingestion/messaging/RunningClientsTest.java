package dev.burnish.ingestion.messaging;

import dev.burnish.contracts.Topics;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.RunningClients;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class RunningClientsTest {
    @Test
    void readsPublishesAndStoresWithoutLoss() throws Exception {
        new RunningClients("ingestion")
                .assertKeepPromises(
                        Topics.DATASET_FORMATTED,
                        Topics.DATASET_REJECTED,
                        Topics.JOB_CANCELLED,
                        Topics.JOB_EVALUATED,
                        Topics.JOB_FAILED,
                        Topics.JOB_PAUSED,
                        Topics.JOB_PROGRESSED,
                        Topics.JOB_TRAINED,
                        Topics.MODEL_DEPLOYED,
                        Topics.MODEL_ROLLED_BACK);
    }
}
