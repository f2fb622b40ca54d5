package dev.burnish.kit.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.Topics;
import dev.burnish.kit.Ids;
import dev.burnish.kit.KitTest;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.testing.TestTopics;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Uses a database of its own, whose only relay is the test's. */
@KitTest
class BrokerOutageTest {
    private final String url;
    private final String user;
    private final String password;
    private final String broker;
    private final OutboxSettings settings;

    BrokerOutageTest(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password,
            @ConfigProperty(name = "kafka.bootstrap.servers") String broker,
            OutboxSettings settings) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.broker = broker;
        this.settings = settings;
    }

    private AgroalDataSource database() throws SQLException {
        AgroalConnectionFactoryConfigurationSupplier factory = new AgroalConnectionFactoryConfigurationSupplier()
                .jdbcUrl(url.replaceFirst("/formatting$", "/evaluation"))
                .principal(new NamePrincipal(user))
                .credential(new SimplePassword(password));
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(2).connectionFactoryConfiguration(factory)));
    }

    private static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Test
    void rowsWaitForTheBrokerAndGoOutInOrderOnceItIsBack() throws Exception {
        String subject = Ids.create("ftjob-");
        try (AgroalDataSource database = database();
                TestTopics topics = new TestTopics()) {
            Flyway.configure()
                    .dataSource(database)
                    .locations("db/service-kit")
                    .load()
                    .migrate();
            Statements statements = new Statements(database);
            for (int sequence = 1; sequence <= 3; sequence++) {
                statements.update(
                        "insert into outbox (id, topic, subject, sequence, body) values (?, ?, ?, ?, ?)",
                        subject + sequence,
                        Topics.JOB_CANCELLED,
                        subject,
                        (long) sequence,
                        "event " + sequence);
            }

            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            OutboxRelay away = relay(database, nobody(), meters);
            away.start(new StartupEvent());
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> meters.get("burnish.outbox.events").gauge().value() == 3
                            && meters.get("burnish.outbox.age").gauge().value() > 1);
            away.stop(new ShutdownEvent());
            OutboxRelay back = relay(database, broker, meters);
            back.start(new StartupEvent());

            assertThat(topics.awaitRecords(
                            Topics.JOB_CANCELLED, message -> subject.equals(new String(message.key(), UTF_8)), 3))
                    .extracting(message -> new String(message.value(), UTF_8))
                    .isEqualTo(List.of("event 1", "event 2", "event 3"));
            back.stop(new ShutdownEvent());
            assertThat(statements.query("select count(*) from outbox", row -> row.getLong(1)))
                    .containsExactly(0L);
        }
    }

    private OutboxRelay relay(AgroalDataSource database, String server, SimpleMeterRegistry meters) {
        return new OutboxRelay(database, new EventPublisher(Map.of("bootstrap.servers", server)), settings, meters);
    }
}
