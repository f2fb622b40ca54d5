package dev.burnish.local.layout;

import java.net.URI;
import java.nio.file.Path;

/** The checkout that the programs of the stack were built in. */
public record Installation(Path home) {

    /** The system property {@code burnish.home} names it; without, it is the checkout that this very class was built in. */
    public static Installation find() {
        String named = System.getProperty("burnish.home");
        if (named != null) {
            return new Installation(Path.of(named).toAbsolutePath().normalize());
        }
        URI ownJar = URI.create(Installation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString());
        // <home>/local-stack/target/local-stack/lib/<jar>
        return new Installation(Path.of(ownJar).resolve("../../../../..").normalize());
    }

    public Path localStackJars() {
        return home.resolve("local-stack/target/local-stack/lib");
    }

    public Path storageJars() {
        return home.resolve("local-stack/storage/target/storage/lib");
    }

    public Path serviceJar(Service service) {
        return home.resolve(service.title() + "-service/target/quarkus-app/quarkus-run.jar");
    }

    /** The base models that come with the project. */
    public Path models() {
        return home.resolve("examples/models");
    }

    public Path defaultState() {
        return home.resolve(".burnish");
    }

    /** What any stack of this checkout may use again; safe to delete. */
    public Path cache() {
        return home.resolve(".burnish/cache");
    }
}
