package dev.burnish.kit;

import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A named place between two steps of a protocol, at which a test has the process die as under a power cut, to prove that nothing is lost or done twice. With
 * {@code BURNISH_CRASH_AT=work.claimed} in its environment the process ends, without any clean-up and with exit code 137, the first time that it gets to that point; with
 * {@code work.claimed:3} the third time. Without the variable a point costs one comparison.
 */
public final class CrashPoint {
    private static final Logger LOG = Logger.getLogger(CrashPoint.class);

    private static final String VARIABLE = "BURNISH_CRASH_AT";

    /** As of a process that was killed. */
    private static final int EXIT_CODE = 137;

    private static final @Nullable CrashPoint ARMED = parse(System.getenv(VARIABLE));

    private final String name;
    private final AtomicInteger timesLeft;

    private CrashPoint(String name, int times) {
        this.name = name;
        this.timesLeft = new AtomicInteger(times);
    }

    /** @param point such as {@code outbox.sent}: the protocol, and what has just happened or is about to */
    public static void reached(String point) {
        if (ARMED != null) {
            ARMED.pass(point);
        }
    }

    private void pass(String point) {
        if (name.equals(point) && timesLeft.decrementAndGet() == 0) {
            LOG.errorf("the process ends at crash point %s, as %s wants", name, VARIABLE);
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static @Nullable CrashPoint parse(@Nullable String setting) {
        if (setting == null || setting.isEmpty()) {
            return null;
        }
        if (!setting.matches("[a-z.-]+(:[1-9][0-9]{0,5})?")) {
            throw new IllegalArgumentException(VARIABLE + " is '" + setting
                    + "', must be a point, or a point, a colon and a number of at least 1");
        }
        int colon = setting.indexOf(':');
        return colon < 0
                ? new CrashPoint(setting, 1)
                : new CrashPoint(setting.substring(0, colon), Integer.parseInt(setting.substring(colon + 1)));
    }
}
