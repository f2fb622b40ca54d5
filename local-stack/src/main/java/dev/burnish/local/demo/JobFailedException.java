package dev.burnish.local.demo;

/** A job did not end well. */
public final class JobFailedException extends Exception {
    private final String service;

    JobFailedException(String reason, String service) {
        super(reason);
        this.service = service;
    }

    /** Whose log most likely tells more. */
    public String service() {
        return service;
    }
}
