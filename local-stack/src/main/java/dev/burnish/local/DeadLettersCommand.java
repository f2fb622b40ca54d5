package dev.burnish.local;

import dev.burnish.local.deadletters.DeadLetter;
import dev.burnish.local.deadletters.DeadLetterTopics;
import dev.burnish.local.deadletters.DeadLettersException;
import dev.burnish.local.deadletters.Place;
import dev.burnish.local.layout.Service;
import dev.burnish.local.stack.RunningStack;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Looks after the records that services could not handle. */
@Command(
        name = "dead-letters",
        description = "Lists the records that services could not handle, and sends them back to their topics.",
        subcommands = {DeadLettersCommand.Listing.class, DeadLettersCommand.Replay.class})
final class DeadLettersCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    void help(boolean asked) {}

    /** Which broker. */
    static final class Broker {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Option(
                names = "--bootstrap-servers",
                paramLabel = "HOST:PORT",
                description = "The broker; that of the stack that is up by default.")
        private @Nullable String bootstrapServers;

        @Option(
                names = "--client-properties",
                paramLabel = "FILE",
                description =
                        "A properties file of a Kafka client with what the broker asks for, such as security.protocol.")
        private @Nullable Path clientProperties;

        DeadLetterTopics topics() throws IOException, DeadLettersException {
            Map<String, Object> settings = new HashMap<>();
            if (clientProperties != null) {
                Properties properties = new Properties();
                try (Reader file = Files.newBufferedReader(clientProperties)) {
                    properties.load(file);
                }
                properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
            }
            settings.put("bootstrap.servers", bootstrapServers == null ? ofTheStack() : bootstrapServers);
            return new DeadLetterTopics(settings);
        }

        private String ofTheStack() throws IOException {
            return RunningStack.read(common.state()).stream()
                    .flatMap(stack -> stack.members().stream())
                    .filter(member -> member.name().equals("kafka"))
                    .filter(member -> member.process().running().isPresent())
                    .map(member -> "127.0.0.1:" + member.port())
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException(
                                    "The stack does not run. Start it with ./burnish up, or name another broker with --bootstrap-servers."));
        }
    }

    static final class ServiceName implements ITypeConverter<Service> {
        @Override
        public Service convert(String name) {
            return Arrays.stream(Service.values())
                    .filter(service -> service.title().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no service '" + name + "', there are "
                            + String.join(
                                    ", ",
                                    Arrays.stream(Service.values())
                                            .map(Service::title)
                                            .toList())));
        }
    }

    static final class PlaceText implements ITypeConverter<Place> {
        @Override
        public Place convert(String text) {
            try {
                return Place.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Shows letters. */
    @Command(
            name = "list",
            description = {
                "Shows the newest dead letters: the place in the service's dead-letter topic, where the record came from, when,",
                "why it could not be handled, and how it begins."
            })
    static final class Listing implements Callable<Integer> {
        @Mixin
        private Broker broker = new Broker();

        @Option(
                names = "--service",
                paramLabel = "SERVICE",
                converter = ServiceName.class,
                description = "Whose letters; those of all services by default.")
        private List<Service> services = new ArrayList<>();

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "How many of each service; ${DEFAULT-VALUE} by default.")
        private int limit;

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, DeadLettersException {
            DeadLetterTopics topics = broker.topics();
            boolean any = false;
            for (Service service : services.isEmpty() ? List.of(Service.values()) : services) {
                List<DeadLetter> letters = topics.newest(service.title(), Math.max(1, limit));
                output.print(DeadLetterTable.text(service.title(), letters));
                any |= !letters.isEmpty();
            }
            if (!any) {
                output.println("There are no dead letters.");
            }
            return 0;
        }
    }

    /** Sends letters back. */
    @Command(
            name = "replay",
            description = {
                "Sends dead letters back to the topics that they came from, as they were. Every service that reads the topic",
                "gets them again; events that have taken effect in a service before have none there. The letters stay where they are."
            })
    static final class Replay implements Callable<Integer> {
        /** Either some or all. */
        static final class Choice {
            @Option(
                    names = "--offset",
                    paramLabel = "PARTITION:OFFSET",
                    converter = PlaceText.class,
                    required = true,
                    description = "A letter's place, as list shows it; may be given more than once.")
            private List<Place> places = new ArrayList<>();

            @Option(names = "--all", required = true, description = "Every letter of the service.")
            private boolean all;
        }

        @Mixin
        private Broker broker = new Broker();

        @Option(
                names = "--service",
                paramLabel = "SERVICE",
                required = true,
                converter = ServiceName.class,
                description = "Whose letters.")
        private Service service = Service.INGESTION;

        @ArgGroup(multiplicity = "1")
        private Choice choice = new Choice();

        private final PrintStream output = System.out;

        @Override
        public Integer call() throws IOException, DeadLettersException {
            DeadLetterTopics topics = broker.topics();
            List<DeadLetter> letters =
                    choice.all ? topics.all(service.title()) : topics.at(service.title(), choice.places);
            List<String> replayed = topics.replay(letters);
            for (int index = 0; index < letters.size(); index++) {
                output.printf(
                        "%s %s  is in %s again%n",
                        service.title(), letters.get(index).place(), replayed.get(index));
            }
            output.printf("Replayed %,d dead letters.%n", replayed.size());
            return 0;
        }
    }
}
