package dev.burnish.examples.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.llm.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FineTuneSupportTicketsIT {

    /** The hyper-parameters that the demonstration uses. */
    @Test
    void learnsToFileTicketsThatTheBaseModelCannotFile() throws Exception {
        FineTuneSupportTickets tickets =
                new FineTuneSupportTickets(Path.of("models/burnish-tiny"), Path.of("support-tickets.jsonl"));
        try (Engine engine = Engine.start()) {
            FineTuneSupportTickets.Result result =
                    engine.call(() -> tickets.run(engine, FineTuneSupportTickets.DEMONSTRATION));
            assertThat(result.baseExactMatch()).isLessThan(0.1);
            assertThat(result.tunedExactMatch()).isGreaterThanOrEqualTo(0.8);
        }
    }
}
