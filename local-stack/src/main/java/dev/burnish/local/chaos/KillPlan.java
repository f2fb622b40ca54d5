package dev.burnish.local.chaos;

import dev.burnish.local.layout.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The kills of one round, in the order of each service; the services go through theirs side by side. */
public record KillPlan(List<Kill> kills) {
    private static final List<Service> SERVICES = List.of(Service.values());
    private static final int LATEST_TIME = 2;
    private static final int EARLIEST_MILLISECONDS = 1_000;
    private static final int LATEST_MILLISECONDS = 20_000;

    public KillPlan {
        kills = List.copyOf(kills);
    }

    /** All services at once, then each at its first {@code pointsPerService} points. */
    public static KillPlan atPoints(int pointsPerService) {
        List<Kill> kills = allAtOnce();
        for (Service service : SERVICES) {
            CrashPoints.of(service).stream()
                    .limit(pointsPerService)
                    .forEach(point -> kills.add(new Kill.AtPoint(service, point, 1)));
        }
        return new KillPlan(kills);
    }

    /** All services at once, then at points and times that the random numbers choose; so many kills altogether, at least one a service. */
    public static KillPlan random(int count, Random random) {
        List<Kill> kills = allAtOnce();
        IntStream.range(0, count - kills.size())
                .mapToObj(kill -> random(SERVICES.get(kill % SERVICES.size()), random))
                .forEach(kills::add);
        return new KillPlan(kills);
    }

    private static Kill random(Service service, Random random) {
        if (random.nextBoolean()) {
            int milliseconds = random.nextInt(EARLIEST_MILLISECONDS, LATEST_MILLISECONDS);
            return new Kill.AtTime(service, Duration.ofMillis(milliseconds));
        }
        List<String> points = CrashPoints.of(service);
        return new Kill.AtPoint(service, points.get(random.nextInt(points.size())), random.nextInt(1, LATEST_TIME + 1));
    }

    private static List<Kill> allAtOnce() {
        return new ArrayList<>(SERVICES.stream()
                .map(service -> new Kill.AtTime(service, Duration.ZERO))
                .toList());
    }
}
