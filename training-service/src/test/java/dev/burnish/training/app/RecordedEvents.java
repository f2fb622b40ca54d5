package dev.burnish.training.app;

import dev.burnish.contracts.Event;
import dev.burnish.training.domain.RunEvents;
import java.util.ArrayList;
import java.util.List;

final class RecordedEvents implements RunEvents {
    private final List<Event> events = new ArrayList<>();

    @Override
    public void publish(String tenant, Event event) {
        events.add(event);
    }

    List<Event> all() {
        return List.copyOf(events);
    }

    <T extends Event> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
