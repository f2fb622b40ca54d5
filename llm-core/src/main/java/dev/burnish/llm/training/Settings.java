package dev.burnish.llm.training;

/** Checks of settings. */
final class Settings {

    private Settings() {}

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
