package dev.burnish.evaluation.engine;

import dev.burnish.contracts.Topics;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.kit.testing.RunningClients;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "evaluation"))
@WithTestResource(SmallModels.class)
class RunningClientsTest {
    @Test
    void readsPublishesAndStoresWithoutLoss() throws Exception {
        new RunningClients("evaluation").assertKeepPromises(Topics.JOB_TRAINED);
    }
}
