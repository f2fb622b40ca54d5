package dev.burnish.deployment.service;

import dev.burnish.contracts.Topics;
import dev.burnish.kit.testing.RunningClients;
import org.junit.jupiter.api.Test;

@ServiceTest
class RunningClientsTest {
    @Test
    void readsPublishesAndStoresWithoutLoss() throws Exception {
        new RunningClients("deployment").assertKeepPromises(Topics.JOB_EVALUATED);
    }
}
