package dev.burnish.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.burnish.contracts.EventType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the AsyncAPI document to what the services read and tell. */
class AsyncApiChannelsTest {
    private static final Pattern SERVICE = Pattern.compile("\\b(" + String.join("|", Manifests.SERVICES) + ")\\b");

    private static final JsonNode DOCUMENT = Manifests.read(
                    Manifests.HOME.resolve("contracts/src/main/resources/dev/burnish/contracts/asyncapi.yaml"))
            .getFirst();

    static Iterable<String> services() {
        return Manifests.SERVICES;
    }

    @ParameterizedTest
    @MethodSource("services")
    void hasAChannelForEveryTopicThatAServiceReads(String service) {
        Set<String> read = ServiceTopics.of(service).readBy(service);

        assertThat(read).isNotEmpty().isSubsetOf(addresses());
    }

    @ParameterizedTest
    @MethodSource("services")
    void saysOfEveryServiceWhatItTells(String service) {
        assertThat(told().getOrDefault(service, Set.of())).isEqualTo(ServiceTopics.toldBy(service));
    }

    @ParameterizedTest
    @MethodSource("services")
    void leavesOutNoWayOfTellingAndTakesDeadLettersForNoEvent(String service) {
        ServiceTopics topics = ServiceTopics.of(service);

        assertThat(topics.outgoingChannels()).isEmpty();
        assertThat(topics.deadLetters()).isEqualTo(service + ".dead-letters").isNotIn(addresses());
    }

    @Test
    void everythingThatIsReadIsTold() {
        Set<String> told = told().values().stream().flatMap(Set::stream).collect(Collectors.toSet());

        assertThat(Manifests.SERVICES)
                .allSatisfy(service -> assertThat(ServiceTopics.of(service).readBy(service))
                        .filteredOn(topic -> !told.contains(topic))
                        .as("read by %s and sent by nobody", service)
                        .isSubsetOf(unsent()));
    }

    @Test
    void saysOfAnEventThatNobodySendsThatItIsNotSentYet() {
        Set<String> sent = new TreeSet<>();
        Manifests.SERVICES.forEach(service -> sent.addAll(ServiceTopics.toldBy(service)));

        assertThat(Arrays.stream(EventType.values()).map(EventType::topic).filter(topic -> !sent.contains(topic)))
                .containsExactlyInAnyOrderElementsOf(unsent());
    }

    @Test
    void wouldSeeASettingThatMovesAChannelToAnotherTopic() {
        String moved = "mp.messaging.incoming.job.trained.topic=job.tamed";
        String movedInQuotes = "mp.messaging.incoming.\"job.failed\".topic=job.tamed";

        ServiceTopics topics = ServiceTopics.ofSettings("quarkus.application.name=formatting", moved, movedInQuotes);

        assertThat(topics.topic("job.trained")).isEqualTo("job.tamed").isNotIn(addresses());
        assertThat(topics.topic("job.failed")).isEqualTo("job.tamed");
        assertThat(topics.topic("job.evaluated")).isEqualTo("job.evaluated").isIn(addresses());
        assertThat(ServiceTopics.ofSettings("mp.messaging.outgoing.extra.topic=extra")
                        .outgoingChannels())
                .isNotEmpty();
    }

    private static Set<String> addresses() {
        return DOCUMENT.get("channels")
                .valueStream()
                .map(channel -> channel.get("address").textValue())
                .collect(Collectors.toSet());
    }

    private static Set<String> unsent() {
        return DOCUMENT.get("channels")
                .valueStream()
                .filter(channel -> channel.get("description").textValue().endsWith("No service sends it yet."))
                .map(channel -> channel.get("address").textValue())
                .collect(Collectors.toSet());
    }

    /** The topics that the document's operations say each service sends to. */
    private static Map<String, Set<String>> told() {
        Map<String, Set<String>> told = new TreeMap<>();
        for (JsonNode operation : DOCUMENT.get("operations")) {
            String channel = operation.at("/channel/$ref").textValue().substring("#".length());
            Matcher service = SERVICE.matcher(operation.get("summary").textValue());
            while (service.find()) {
                told.computeIfAbsent(service.group(1), name -> new TreeSet<>())
                        .add(DOCUMENT.at(channel + "/address").textValue());
            }
        }
        return told;
    }
}
