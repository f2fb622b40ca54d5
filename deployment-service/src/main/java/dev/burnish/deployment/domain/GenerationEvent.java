package dev.burnish.deployment.domain;

/** What happens to one sequence of a completion, in this order: started, any number of texts, then finished or failed; failed may come first. */
public sealed interface GenerationEvent {
    int choice();

    /** Its turn has come; the model is in memory. */
    record Started(int choice) implements GenerationEvent {}

    /** @param text more of the answer, never empty, whole code points */
    record Text(int choice, String text) implements GenerationEvent {}

    /** @param tokens the generated tokens, the one that ended the turn included */
    record Finished(int choice, Finish reason, int tokens) implements GenerationEvent {}

    record Failed(int choice, ServingException failure) implements GenerationEvent {}
}
