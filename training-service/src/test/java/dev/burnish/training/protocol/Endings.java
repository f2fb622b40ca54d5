package dev.burnish.training.protocol;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.LeaseLostException;
import dev.burnish.kit.work.Outcome;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkSettings;
import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What production makes of every attempt that breaks off, asked once for each. */
final class Endings {

    /** Why an attempt ends, other than that it is complete. */
    enum Cause {
        STOPPED,
        PART_AWAY,
        FAULT,
        IMPOSSIBLE;

        private Exception exception() {
            return switch (this) {
                case STOPPED -> new LeaseLostException("the service stops, or the work is to be paused");
                case PART_AWAY -> new IOException(new SQLTransientConnectionException("away"));
                case FAULT -> new IOException("a fault of the attempt's own");
                case IMPOSSIBLE -> new WorkFailedException(new Failure("code", "message", null));
            };
        }
    }

    /** Of each cause, by attempt, without and with progress. */
    private final Map<Cause, List<Outcome>> outcomes = new EnumMap<>(Cause.class);

    /** @param attempts how many are told apart */
    Endings(int attempts, WorkSettings settings) {
        for (Cause cause : Cause.values()) {
            List<Outcome> known = new ArrayList<>();
            for (int attempt = 1; attempt <= attempts; attempt++) {
                Claim claim = new Claim("", "", 1, attempt);
                known.add(Outcome.of(claim, false, cause.exception(), settings));
                known.add(Outcome.of(claim, true, cause.exception(), settings));
            }
            outcomes.put(cause, known);
        }
    }

    Outcome outcome(Cause cause, int attempt, boolean progressed) {
        return outcomes.getOrDefault(cause, List.of()).get(2 * (attempt - 1) + (progressed ? 1 : 0));
    }
}
