package dev.burnish.evaluation.domain;

/** A provider is away or overloaded; the evaluation can be tried again after a while. */
public final class ProviderUnavailableException extends RuntimeException {
    public ProviderUnavailableException(String message) {
        super(message);
    }

    public ProviderUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
