package dev.burnish.examples.corpus;

import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Small records and lists: change their format, look values up, count and copy. */
final class RecordTasks {

    private RecordTasks() {}

    static List<ChatMessage> write(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> convert(random);
            case 2 -> lookUp(random);
            case 3 -> fromSentence(random);
            case 4 -> list(random);
            default -> repeat(random);
        };
    }

    private static Fields record(World world, int size) {
        Fields fields = new Fields();
        while (fields.keys().size() < size) {
            String key = world.word("key");
            fields.put(key, world.fresh(key));
        }
        return fields;
    }

    static List<ChatMessage> convert(RandomGenerator random) {
        Fields fields = record(new World(random), 2 + random.nextInt(4));
        List<String> keys = fields.keys();
        Fields.Format to = Fields.Format.any(random);
        if (random.nextInt(3) > 0) {
            return exchange(
                    "Write it as " + to.title() + ".",
                    fields.write(Fields.Format.any(random)),
                    fields.write(to),
                    random);
        }
        Collections.shuffle(keys, Random.from(random));
        List<String> wanted = keys.subList(0, 1 + random.nextInt(keys.size()));
        String task = "Give " + String.join(", ", wanted) + " as " + to.title() + ".";
        return exchange(
                task,
                fields.write(Fields.Format.any(random)),
                fields.only(wanted).write(to),
                random);
    }

    static List<ChatMessage> lookUp(RandomGenerator random) {
        Fields fields = record(new World(random), 3 + random.nextInt(4));
        String key = Phrases.pick(fields.keys(), random);
        String task = Phrases.pick(
                        List.of("What is the %s?", "Give the %s.", "Which %s is noted?", "Tell me the %s."), random)
                .formatted(key);
        return exchange(task, fields.write(Fields.Format.any(random)), fields.get(key), random);
    }

    static List<ChatMessage> fromSentence(RandomGenerator random) {
        World world = new World(random);
        String sentence = Template.expand(
                Phrases.pick(
                        List.of(
                                "{name} from {city} (bought|ordered|returned) (a|one|the) {product} for {amount}.",
                                "On {date}, {name} of {company} (called|wrote) about (order|case) {order} for the {product}.",
                                "{company} in {city} (needs|wants|sells) {number} {item} for {amount} by {weekday}.",
                                "{name}, {job} in {city}, (owns|likes|tests) the {colour} {product}.",
                                "The {product} (went|was sent) to {name} in {city}, {country} on {weekday}; it is {status}."),
                        random),
                random,
                world::get);
        List<String> keys = new ArrayList<>();
        for (String slot : List.of(
                "name", "city", "product", "amount", "date", "company", "order", "item", "weekday", "job", "colour",
                "country", "status")) {
            if (sentence.contains(world.get(slot))) {
                keys.add(slot);
            }
        }
        Collections.shuffle(keys, Random.from(random));
        Fields fields = new Fields();
        keys.subList(0, 1 + random.nextInt(Math.min(4, keys.size()))).forEach(key -> fields.put(key, world.get(key)));
        Fields.Format format = Fields.Format.any(random);
        String task = "Extract " + String.join(", ", fields.keys()) + " as " + format.title() + ".";
        return exchange(task, sentence, fields.write(format), random);
    }

    private static List<ChatMessage> list(RandomGenerator random) {
        World world = new World(random);
        String kind =
                Phrases.pick(List.of("item", "first", "city", "colour", "brand", "company", "job", "country"), random);
        List<String> words = new ArrayList<>();
        int size = 2 + random.nextInt(5);
        while (words.size() < size) {
            String word = world.word(kind);
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        String sentence = String.join(", ", words.subList(0, size - 1)) + " and " + words.getLast();
        String text = random.nextBoolean() ? sentence : bullets(words);
        return switch (random.nextInt(6)) {
            case 0 -> exchange("How many are there?", text, String.valueOf(size), random);
            case 1 -> exchange("Which one is first?", text, words.getFirst(), random);
            case 2 -> exchange("Which one is last?", text, words.getLast(), random);
            case 3 -> exchange("Make a bullet list.", sentence, bullets(words), random);
            case 4 -> exchange("Write it as one sentence.", bullets(words), sentence, random);
            default -> exchange("Write it as a JSON list.", text, jsonList(words), random);
        };
    }

    private static String bullets(List<String> words) {
        return words.stream().map(word -> "- " + word).collect(Collectors.joining("\n"));
    }

    private static String jsonList(List<String> words) {
        return words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static List<ChatMessage> repeat(RandomGenerator random) {
        World world = new World(random);
        String text = random.nextBoolean()
                ? Template.expand(Mail.PHRASES.pick("prose", random), random, world::get)
                : world.fresh("product") + " " + world.fresh("order") + " " + world.fresh("name");
        return switch (random.nextInt(3)) {
            case 0 -> exchange("Repeat the text.", text, text, random);
            case 1 -> exchange("Put the text in quotes.", text, "\"" + text + "\"", random);
            default -> exchange("Copy it as JSON with the key text.", text, "{\"text\":\"" + text + "\"}", random);
        };
    }

    private static List<ChatMessage> exchange(String task, String text, String answer, RandomGenerator random) {
        ChatMessage assistant = ChatMessage.assistant(answer);
        return switch (random.nextInt(3)) {
            case 0 -> List.of(ChatMessage.user(task + "\n" + text), assistant);
            case 1 -> List.of(ChatMessage.user(text + "\n" + task), assistant);
            default -> List.of(ChatMessage.system(task), ChatMessage.user(text), assistant);
        };
    }
}
