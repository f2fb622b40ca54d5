package dev.burnish.local.parts;

import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.Secrets;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.Ports;
import dev.burnish.local.process.ProcessGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** PostgreSQL with a database per service, Kafka with every topic, and storage with its bucket, over the data of one state directory. */
public final class Parts {
    /** Each has a database and a dead-letter topic of this name. */
    public static final List<String> SERVICES =
            List.of("ingestion", "formatting", "training", "evaluation", "deployment");

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final Postgres postgres;
    private final Kafka kafka;
    private final Storage storage;
    private final List<ManagedProcess> processes;

    public Parts(Installation installation, StateDirectory state, Ports ports, ManagedProcess.Events events)
            throws IOException {
        Secrets secrets = Secrets.of(state);
        postgres = new Postgres(
                ports.choose(5432),
                state.data("postgresql"),
                installation.cache().resolve("postgresql"),
                state.log("postgresql"),
                secrets.postgresPassword());
        kafka = new Kafka(
                ports.choose(9092),
                ports.choose(9093),
                state.data("kafka"),
                state.run("kafka.ready"),
                installation.localStackJars(),
                state.log("kafka"));
        storage = new Storage(
                ports.choose(9000),
                state.data("storage"),
                installation.storageJars(),
                state.log("storage"),
                secrets.storageAccessKey(),
                secrets.storageSecretKey());
        processes = List.of(
                new ManagedProcess(postgres.component(), events),
                new ManagedProcess(kafka.component(), events),
                new ManagedProcess(storage.component(), events));
    }

    /** Returns once all three answer and the databases, the topics and the bucket are there. */
    public void start() throws IOException, InterruptedException {
        new ProcessGroup(processes).start();
        postgres.createDatabases(
                Arrays.stream(Service.values()).map(Service::title).toList());
    }

    /** Ends all three for good. */
    public void end() throws IOException, InterruptedException {
        new ProcessGroup(processes).end(GRACE);
    }

    public List<ManagedProcess> processes() {
        return processes;
    }

    public PartsAddresses addresses() {
        return new PartsAddresses(
                kafka.bootstrapServers(),
                new PartsAddresses.Database("127.0.0.1", postgres.port(), Postgres.USER, postgres.password()),
                new PartsAddresses.ObjectStorage(
                        storage.endpoint(), storage.accessKey(), storage.secretKey(), Storage.BUCKET, Storage.REGION));
    }
}
