package dev.burnish.examples.corpus;

import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Conversations in a house style that nobody explains: every office names its fields and its labels as it likes, and the answers to earlier
 * mails show how. A model that predicts them learns to connect what it knows of a mail with any word, which is what fine-tuning asks of it.
 */
final class HouseTasks {

    private static final Phrases HOUSES = Phrases.load("houses.txt");
    private static final List<String> KEYS = words("key");
    private static final List<String> LABELS = words("label");
    private static final List<String> PACES = HOUSES.of("pace");
    /** The sample data set's own style, which the corpus must not show. */
    private static final Set<String> RESERVED = Set.of("category", "product", "urgency");

    private final RandomGenerator random;
    private final Map<String, String> topicLabels = new HashMap<>();
    private final List<String> paceLabels;
    private final List<String> attributes;
    private final List<String> keys = new ArrayList<>();
    private final Fields.Format format;

    private HouseTasks(RandomGenerator random) {
        this.random = random;
        attributes = attributes(random);
        format = random.nextInt(3) > 0 ? Fields.Format.JSON : Fields.Format.any(random);
        List<String> labels = shuffled(LABELS);
        boolean natural = random.nextInt(2) == 0;
        for (int i = 0; i < Mail.TOPICS.size(); i++) {
            String topic = Mail.TOPICS.get(i);
            List<String> names = List.of(HOUSES.pick("topic:" + topic, random).split(", "));
            topicLabels.put(topic, natural ? Phrases.pick(names, random) : labels.get(i));
        }
        paceLabels = List.of(Phrases.pick(PACES, random).split(", "));
        nameKeys();
    }

    private static List<String> words(String section) {
        return List.of(String.join(" ", HOUSES.of(section)).split(" "));
    }

    private <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, Random.from(random));
        return copy;
    }

    private static List<String> attributes(RandomGenerator random) {
        List<String> all = new ArrayList<>(List.of("topic", "product", "pace"));
        Collections.shuffle(all, Random.from(random));
        return all.subList(0, random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 3);
    }

    private void nameKeys() {
        List<String> names = shuffled(KEYS);
        for (String attribute : attributes) {
            keys.add(attribute.equals("product") && random.nextInt(3) == 0 ? "product" : names.removeFirst());
        }
        if (new HashSet<>(keys).equals(RESERVED)) {
            keys.set(keys.indexOf("category"), "label");
        }
    }

    static List<ChatMessage> write(RandomGenerator random) {
        HouseTasks house = new HouseTasks(random);
        World world = new World(random);
        List<ChatMessage> conversation = new ArrayList<>();
        conversation.add(ChatMessage.system(Template.expand(HOUSES.pick("instruction", random), random, world::get)));
        List<String> topics = house.shuffled(Mail.TOPICS).subList(0, 2 + random.nextInt(2));
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            Mail mail = Mail.write(Phrases.pick(topics, random), random);
            conversation.add(ChatMessage.user(mail.text()));
            conversation.add(ChatMessage.assistant(house.answer(mail)));
        }
        return conversation;
    }

    private String answer(Mail mail) {
        Fields fields = new Fields();
        for (int i = 0; i < keys.size(); i++) {
            fields.put(keys.get(i), value(mail, attributes.get(i)));
        }
        return fields.write(format);
    }

    private String value(Mail mail, String attribute) {
        return switch (attribute) {
            case "topic" -> topicLabels.getOrDefault(mail.topic(), "");
            case "product" -> mail.product();
            default -> paceLabels.get(List.of("urgent", "normal", "calm").indexOf(mail.pace()));
        };
    }
}
