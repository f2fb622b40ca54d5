package dev.burnish.examples.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A made-up business mail and what is true of it.
 *
 * @param topic one of the topics of {@code mails.txt}
 * @param pace {@code urgent}, {@code calm}, or {@code normal} when the mail says nothing of time
 * @param mood {@code happy}, {@code angry} or {@code neutral}
 */
record Mail(String text, String topic, String pace, String mood, World world) {

    static final Phrases PHRASES = Phrases.load("mails.txt");
    static final List<String> TOPICS = PHRASES.names("topic:");

    /** Writes a mail. */
    static Mail write(RandomGenerator random) {
        World world = new World(random);
        String topic = Phrases.pick(TOPICS, random);
        String pace = Phrases.pick(List.of("urgent", "calm", "normal"), random);
        String mood = topic.equals("praise")
                ? "happy"
                : Phrases.pick(List.of("happy", "angry", "neutral", "neutral"), random);
        List<String> middle = new ArrayList<>();
        middle.add(phrase("topic:" + topic, random, world));
        if (random.nextInt(4) == 0) {
            middle.add(phrase("topic:" + topic, random, world));
        }
        if (!pace.equals("normal")) {
            middle.add(phrase(pace, random, world));
        }
        if (!mood.equals("neutral") && !topic.equals("praise")) {
            middle.add(phrase(mood, random, world));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            middle.add(phrase("filler", random, world));
        }
        if (random.nextInt(3) > 0) {
            Collections.shuffle(middle, java.util.Random.from(random));
        }
        return new Mail(layOut(middle, random, world), topic, pace, mood, world);
    }

    private static String layOut(List<String> middle, RandomGenerator random, World world) {
        String separator = random.nextInt(5) == 0 ? "\n" : " ";
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) > 0) {
            text.append(phrase("greeting", random, world)).append(random.nextBoolean() ? "\n" : " ");
        }
        text.append(String.join(separator, middle));
        if (random.nextInt(4) > 0) {
            text.append(random.nextBoolean() ? "\n" : " ").append(phrase("closing", random, world));
        }
        return random.nextInt(14) == 0 ? text.toString().replace(".", "!") : text.toString();
    }

    private static String phrase(String section, RandomGenerator random, World world) {
        return Template.expand(PHRASES.pick(section, random), random, world::get);
    }

    String product() {
        return world.get("product");
    }
}
