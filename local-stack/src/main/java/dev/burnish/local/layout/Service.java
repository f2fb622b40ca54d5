package dev.burnish.local.layout;

import java.util.Locale;

/** The five services, with the ports that they take where these are free. */
public enum Service {
    INGESTION(8081, false),
    FORMATTING(8082, false),
    TRAINING(8083, true),
    EVALUATION(8084, true),
    DEPLOYMENT(8085, true);

    private final int port;
    private final boolean runsModels;

    Service(int port, boolean runsModels) {
        this.port = port;
        this.runsModels = runsModels;
    }

    /** As in the name of its database and of its dead-letter topic. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int port() {
        return port;
    }

    /** Health and metrics. */
    public int managementPort() {
        return port + 1000;
    }

    /** Whether it loads libtorch. */
    public boolean runsModels() {
        return runsModels;
    }
}
