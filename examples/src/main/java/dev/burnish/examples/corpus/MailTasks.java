package dev.burnish.examples.corpus;

import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Questions about a mail: its topic, product, pace, mood and sender, asked in many words and answered in many formats. */
final class MailTasks {

    /** Each topic's names under the keys "topic", "kind" and "theme". */
    private static final Map<String, List<String>> LABELS = Map.of(
            "payment", List.of("payment", "money", "finance"),
            "shipping", List.of("shipping", "transport", "logistics"),
            "send-back", List.of("send-back", "exchange", "taking back"),
            "malfunction", List.of("malfunction", "fault", "breakdown"),
            "sign-in", List.of("sign-in", "access", "passwords"),
            "leaving", List.of("leaving", "termination", "end of contract"),
            "advice", List.of("advice", "information", "before buying"),
            "praise", List.of("praise", "thanks", "compliment"),
            "appointment", List.of("appointment", "meeting", "calendar"),
            "privacy", List.of("privacy", "personal data", "consent"));

    private static final List<String> KEYS = List.of(
            "topic",
            "kind",
            "theme",
            "item",
            "device",
            "product",
            "priority",
            "pace",
            "hurry",
            "mood",
            "from",
            "topic",
            "item");

    private static final Map<String, List<String>> QUESTIONS = Map.ofEntries(
            Map.entry(
                    "topic",
                    List.of("What is the topic of this mail?", "Name the topic.", "Which topic does the text have?")),
            Map.entry("kind", List.of("What kind of mail is this?", "State the kind of request.", "Which kind is it?")),
            Map.entry("theme", List.of("What theme does it deal with?", "Give the theme of the message.")),
            Map.entry(
                    "item",
                    List.of("Which item is it about?", "Name the item that is spoken of.", "What item is meant?")),
            Map.entry("device", List.of("Which device does the writer mean?", "Name the device.")),
            Map.entry(
                    "product",
                    List.of(
                            "What product does the customer write about?",
                            "Which product is named?",
                            "Find the product.")),
            Map.entry("priority", List.of("Which priority from 1 to 3 does it have?", "Give it a priority.")),
            Map.entry("pace", List.of("Is it a rush, steady or slow matter?", "What pace does it need?")),
            Map.entry("hurry", List.of("Is the writer in a hurry?", "Does it have to be fast?")),
            Map.entry("mood", List.of("Is the writer happy, neutral or angry?", "What is the mood?")),
            Map.entry("from", List.of("Who wrote it?", "Give the first name of the writer.")));

    private MailTasks() {}

    static List<ChatMessage> write(RandomGenerator random) {
        Mail mail = Mail.write(random);
        return random.nextInt(5) < 2 ? single(mail, random) : several(mail, random);
    }

    /** A plain question about one key, to see whether a model can answer it. */
    static List<ChatMessage> question(String key, RandomGenerator random) {
        Mail mail = Mail.write(random);
        return asked(mail, Phrases.pick(QUESTIONS.getOrDefault(key, List.of()), random), answer(mail, key), random);
    }

    static String answer(Mail mail, String key) {
        return switch (key) {
            case "topic" -> label(mail, 0);
            case "kind" -> label(mail, 1);
            case "theme" -> label(mail, 2);
            case "item", "device", "product" -> mail.product();
            case "priority" -> byPace(mail, "1", "2", "3");
            case "pace" -> byPace(mail, "rush", "steady", "slow");
            case "hurry" -> byPace(mail, "yes", "no", "no");
            case "mood" -> mail.mood();
            case "from" -> mail.world().get("first");
            default -> throw new IllegalArgumentException("no such key: " + key);
        };
    }

    private static String label(Mail mail, int set) {
        return LABELS.getOrDefault(mail.topic(), List.of()).get(set);
    }

    private static String byPace(Mail mail, String urgent, String normal, String calm) {
        return switch (mail.pace()) {
            case "urgent" -> urgent;
            case "calm" -> calm;
            default -> normal;
        };
    }

    private static String key(Mail mail, RandomGenerator random) {
        String key = Phrases.pick(KEYS, random);
        boolean signed = mail.text().contains(mail.world().get("first"));
        return key.equals("from") && !signed ? "item" : key;
    }

    private static List<ChatMessage> single(Mail mail, RandomGenerator random) {
        String key = key(mail, random);
        String question = Phrases.pick(QUESTIONS.getOrDefault(key, List.of()), random);
        String value = answer(mail, key);
        Fields fields = new Fields();
        fields.put(key, value);
        return switch (random.nextInt(4)) {
            case 0 -> asked(mail, question + " Answer as JSON.", fields.write(Fields.Format.JSON), random);
            case 1 -> asked(mail, question + " Use the form key: value.", key + ": " + value, random);
            case 2 -> choices(mail, key, question, value, random);
            default -> asked(mail, question, value, random);
        };
    }

    /** Lists what may be answered, so that the model learns to choose among given labels. */
    private static List<ChatMessage> choices(
            Mail mail, String key, String question, String value, RandomGenerator random) {
        int set = List.of("topic", "kind", "theme").indexOf(key);
        if (set < 0) {
            return asked(mail, question, value, random);
        }
        List<String> topics = new ArrayList<>(Mail.TOPICS);
        Collections.shuffle(topics, Random.from(random));
        List<String> labels = new ArrayList<>();
        for (String topic : topics.subList(0, 3 + random.nextInt(4))) {
            labels.add(LABELS.getOrDefault(topic, List.of()).get(set));
        }
        if (!labels.contains(value)) {
            labels.set(random.nextInt(labels.size()), value);
        }
        return asked(mail, question + " Choose one of: " + String.join(", ", labels) + ".", value, random);
    }

    /** A task about several keys. */
    static List<ChatMessage> several(RandomGenerator random) {
        return several(Mail.write(random), random);
    }

    private static List<ChatMessage> several(Mail mail, RandomGenerator random) {
        Fields fields = new Fields();
        int wanted = 2 + random.nextInt(3);
        while (fields.keys().size() < wanted) {
            String key = key(mail, random);
            fields.put(key, answer(mail, key));
        }
        Fields.Format format = Fields.Format.any(random);
        String keys = String.join(", ", fields.keys());
        String task = Phrases.pick(
                        List.of(
                                "Read the mail and write %s as %s.",
                                "Sort the incoming mail: give %s as %s.",
                                "Fill in %s. The answer is %s.",
                                "You sort mail. Report %s in %s.",
                                "Extract %s in the form of %s.",
                                "Which %s does it have? Answer with %s."),
                        random)
                .formatted(keys, format.title());
        return asked(mail, task, fields.write(format), random);
    }

    /** The task stands in the system message, before the mail or after it. */
    private static List<ChatMessage> asked(Mail mail, String task, String answer, RandomGenerator random) {
        ChatMessage assistant = ChatMessage.assistant(answer);
        String worded = random.nextInt(6) == 0 ? task.toLowerCase(Locale.ROOT) : task;
        return switch (random.nextInt(4)) {
            case 0 -> List.of(ChatMessage.user(worded + "\n\n" + mail.text()), assistant);
            case 1 -> List.of(ChatMessage.user(mail.text() + "\n\n" + worded), assistant);
            default -> List.of(ChatMessage.system(worded), ChatMessage.user(mail.text()), assistant);
        };
    }
}
