package dev.burnish.local.chaos;

import dev.burnish.local.layout.Service;
import java.time.Duration;

/** How a service's process is to end. */
public sealed interface Kill {
    Service service();

    /** Where, for people. */
    String place();

    /** Where its code says so, when it gets there for the {@code time}th time after its start. */
    record AtPoint(Service service, String point, int time) implements Kill {
        @Override
        public String place() {
            return point;
        }

        String setting() {
            return point + ":" + time;
        }
    }

    /** So long after its start, wherever it is then. */
    record AtTime(Service service, Duration afterStart) implements Kill {
        @Override
        public String place() {
            return "any time";
        }
    }
}
