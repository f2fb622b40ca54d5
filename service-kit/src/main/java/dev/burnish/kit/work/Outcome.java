package dev.burnish.kit.work;

import dev.burnish.contracts.Failure;
import dev.burnish.kit.TransientFailures;
import java.time.Duration;

/** What becomes of work whose attempt has not completed it. */
public sealed interface Outcome {
    /** Queued again, due after a pause, with so many attempts counted. */
    record Again(int attempts, Duration pause) implements Outcome {}

    /** Ended. */
    record Failed(Failure failure) implements Outcome {}

    Duration TRANSIENT_PAUSE = Duration.ofSeconds(5);
    Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /**
     * @param progressed whether the attempt has got somewhere
     * @param cause what has ended it
     */
    static Outcome of(Claim claim, boolean progressed, Throwable cause, WorkSettings settings) {
        return switch (cause) {
            case WorkFailedException e -> new Failed(e.failure());
            case LeaseLostException e -> new Again(uncounted(claim, progressed), Duration.ZERO);
            case WorkWaitsException e -> new Again(uncounted(claim, progressed), e.pause());
            case Throwable e
            when TransientFailures.isTransient(e) -> new Again(uncounted(claim, progressed), TRANSIENT_PAUSE);
            case Throwable e when progressed -> new Again(0, settings.backOff());
            case Throwable e when claim.attempt() >= settings.attempts() -> new Failed(usedUp(claim, settings));
            default -> new Again(claim.attempt(), pause(claim.attempt(), settings));
        };
    }

    private static int uncounted(Claim claim, boolean progressed) {
        return progressed ? 0 : claim.attempt() - 1;
    }

    private static Duration pause(int attempt, WorkSettings settings) {
        Duration pause = settings.backOff().multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** Whether earlier workers have used up the attempts without living to say so. */
    static boolean isUsedUp(Claim claim, WorkSettings settings) {
        return claim.attempt() > settings.attempts();
    }

    static Failure usedUp(Claim claim, WorkSettings settings) {
        return new Failure(
                "internal_error",
                "Something went wrong on our side %d times in a row. Please try again; if it happens again, tell the operator, who finds the cause in the log under %s."
                        .formatted(settings.attempts(), claim.id()),
                null);
    }
}
