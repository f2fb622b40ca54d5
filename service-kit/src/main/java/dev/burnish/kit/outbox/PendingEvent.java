package dev.burnish.kit.outbox;

/** The next event to publish about its subject. */
record PendingEvent(String id, String topic, String subject, String body) {}
