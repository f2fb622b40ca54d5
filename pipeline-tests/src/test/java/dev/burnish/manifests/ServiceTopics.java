package dev.burnish.manifests;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.burnish.contracts.EventType;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The topics that a service reads and tells, as its code and its configuration have them: a listener's channel is read from the topic of its name, unless a {@code mp.messaging} setting names
 * another; an event that a service makes goes to the topic of its kind.
 */
final class ServiceTopics {
    private static final String INCOMING = "org.eclipse.microprofile.reactive.messaging.Incoming";
    private static final String CONNECTOR = "mp.messaging.connector.smallrye-kafka.";

    private final Properties settings;

    private ServiceTopics(Properties settings) {
        this.settings = settings;
    }

    /** With what all services share below what the service sets itself. */
    static ServiceTopics of(String service) {
        return ofSettings(
                Manifests.text(Manifests.HOME.resolve(
                        "service-kit/src/main/resources/META-INF/microprofile-config.properties")),
                Manifests.text(Manifests.HOME.resolve(service + "-service/src/main/resources/application.properties")));
    }

    /** @param files properties, the later ones above the earlier */
    static ServiceTopics ofSettings(String... files) {
        Properties settings = new Properties();
        for (String file : files) {
            try (Reader reader = new StringReader(file)) {
                settings.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new ServiceTopics(settings);
    }

    Set<String> readBy(String service) {
        return channelsOf(service).map(this::topic).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Where a channel is read from. */
    String topic(String channel) {
        String shared = settings.getProperty(CONNECTOR + "topic", channel);
        String quoted = settings.getProperty("mp.messaging.incoming.\"" + channel + "\".topic", shared);
        return settings.getProperty("mp.messaging.incoming." + channel + ".topic", quoted);
    }

    /** Where records go that the service cannot read. */
    String deadLetters() {
        return settings.getProperty(CONNECTOR + "dead-letter-queue.topic", "")
                .replace("${quarkus.application.name}", settings.getProperty("quarkus.application.name", ""));
    }

    /** Channels that are set up by configuration, to be told beside those of the outbox. */
    Set<String> outgoingChannels() {
        return settings.stringPropertyNames().stream()
                .filter(name -> name.contains("mp.messaging.outgoing."))
                .collect(Collectors.toSet());
    }

    private static Stream<String> channelsOf(String service) {
        return classesOf(service)
                .flatMap(type -> type.getMethods().stream())
                .flatMap(method -> method.tryGetAnnotationOfType(INCOMING).stream())
                .map(ServiceTopics::value);
    }

    private static String value(JavaAnnotation<?> incoming) {
        return incoming.get("value").orElseThrow().toString();
    }

    /** Of the events that the service makes. */
    static Set<String> toldBy(String service) {
        Set<String> made = classesOf(service)
                .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                .map(call -> call.getTargetOwner().getName())
                .collect(Collectors.toSet());
        return Arrays.stream(EventType.values())
                .filter(type -> made.contains(type.record().getName()))
                .map(EventType::topic)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<JavaClass> classesOf(String service) {
        return ServiceSettings.PRODUCT.stream()
                .filter(type -> type.getPackageName().startsWith("dev.burnish." + service));
    }
}
