package dev.burnish.local.chaos;

import dev.burnish.local.chaos.Databases.Work;
import dev.burnish.local.chaos.EventLog.Recorded;
import dev.burnish.local.layout.Service;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a stack has to show.
 *
 * @param jobs the ids that ingestion knows
 * @param work of the services that work
 * @param unpublished how many events wait in each outbox
 * @param events everything in the topics
 */
record Evidence(
        List<String> jobs,
        Map<Service, List<Work>> work,
        Map<Service, Integer> unpublished,
        List<Recorded> events,
        List<String> deadLetters) {
    private static final List<Service> WORKERS =
            List.of(Service.FORMATTING, Service.TRAINING, Service.EVALUATION, Service.DEPLOYMENT);

    static Evidence gather(Databases databases, EventLog log) throws IOException {
        Map<Service, List<Work>> work = new EnumMap<>(Service.class);
        for (Service worker : WORKERS) {
            work.put(worker, databases.work(worker));
        }
        Map<Service, Integer> unpublished = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            unpublished.put(service, databases.unpublished(service));
        }
        return new Evidence(databases.jobs(), work, unpublished, log.events(), log.deadLetters());
    }
}
