package dev.burnish.examples.corpus;

import dev.burnish.llm.text.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Free text: answers to mails, and short business prose. */
final class TextTasks {

    private static final List<String> OPENINGS = List.of(
            "Dear {first}, thank you for your (message|mail) about the {product}.",
            "Hello {first}, (we are sorry to hear about|thanks for telling us about) the {product}.",
            "Hi {first}, (I looked into|I have checked) your (case|mail) about the {product}.");
    private static final List<String> ACTIONS = List.of(
            "Our team in {city} (will check|checks) it (today|by {weekday}) and (calls|writes to) you.",
            "We (have sent|will send) you a (new|corrected) one (on {weekday}|by {date}).",
            "Please (send|tell) us your (order number|address), then we (can help|will take care of it).",
            "You do not have to (do|pay) anything (more|else).",
            "My colleague {last} (takes over|will call you) on {weekday}.");
    private static final List<String> ENDINGS = List.of(
            "Kind regards, your {company} team",
            "(Best|Warm) wishes, {last}, {company}",
            "Your {company} (service|support) team");

    private TextTasks() {}

    static List<ChatMessage> write(RandomGenerator random) {
        return random.nextBoolean() ? reply(random) : prose(random);
    }

    private static List<ChatMessage> reply(RandomGenerator random) {
        Mail mail = Mail.write(random);
        World world = mail.world();
        List<String> sentences = new ArrayList<>();
        sentences.add(phrase(OPENINGS, random, world));
        sentences.add(phrase(ACTIONS, random, world));
        if (random.nextBoolean()) {
            sentences.add(phrase(ACTIONS, random, world));
        }
        sentences.add(phrase(ENDINGS, random, world));
        String task = Phrases.pick(
                List.of(
                        "Answer the mail.",
                        "Write a friendly reply.",
                        "Reply to the customer.",
                        "You answer mails for our service team."),
                random);
        return List.of(
                ChatMessage.system(task),
                ChatMessage.user(mail.text()),
                ChatMessage.assistant(String.join(" ", sentences)));
    }

    private static List<ChatMessage> prose(RandomGenerator random) {
        World world = new World(random);
        List<String> sentences = new ArrayList<>();
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            sentences.add(phrase(Mail.PHRASES.of("prose"), random, random.nextInt(3) == 0 ? new World(random) : world));
        }
        String task = Phrases.pick(
                List.of("Write some business text.", "Write a short report.", "Tell me some news."), random);
        return List.of(ChatMessage.user(task), ChatMessage.assistant(String.join(" ", sentences)));
    }

    private static String phrase(List<String> phrases, RandomGenerator random, World world) {
        return Template.expand(Phrases.pick(phrases, random), random, world::get);
    }
}
