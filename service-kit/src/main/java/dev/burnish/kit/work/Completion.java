package dev.burnish.kit.work;

/** The effect of finished work on the service's database and outbox. */
@FunctionalInterface
public interface Completion {
    /** Runs in the transaction that ends the work; may run again when that transaction did not commit. */
    void commit();
}
