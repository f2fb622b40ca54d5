package dev.burnish.examples.tickets;

import dev.burnish.examples.corpus.Phrases;
import dev.burnish.examples.corpus.Template;
import dev.burnish.examples.corpus.World;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Writes made-up customer mails. What the answer says stands in the mail: its problem gives the kind, its words the product, and its
 * remark about time, or that there is none, the priority.
 */
final class TicketWriter {

    private static final Phrases PHRASES = Phrases.load("/dev/burnish/examples/tickets/mails.txt");
    private static final List<String> KINDS = PHRASES.names("kind:");
    private static final int PER_CENT = 100;

    private final RandomGenerator random;

    TicketWriter(long seed) {
        random = new SplittableRandom(seed);
    }

    Ticket next() {
        String kind = Phrases.pick(KINDS, random);
        String product = PHRASES.pick("products", random);
        String priority = Phrases.pick(List.of("rush", "steady", "steady", "slow"), random);
        World world = new World(random);
        List<String> sentences = new ArrayList<>();
        sentences.add(phrase("kind:" + kind, product, world));
        if (chance(45)) {
            sentences.add(phrase("detail:" + kind, product, world));
        }
        if (!priority.equals("steady")) {
            String time = phrase(priority.equals("rush") ? "urgent" : "relaxed", product, world);
            sentences.add(random.nextInt(sentences.size() + 1), time);
        }
        List<String> backgrounds = new ArrayList<>(PHRASES.of("background"));
        Collections.shuffle(backgrounds, Random.from(random));
        for (String background : backgrounds.subList(0, random.nextInt(4))) {
            sentences.add(random.nextInt(sentences.size() + 1), expand(background, product, world));
        }
        return Ticket.of(roughened(layOut(sentences, world, product)), kind, product, priority);
    }

    private String layOut(List<String> sentences, World world, String product) {
        StringBuilder mail = new StringBuilder();
        if (chance(80)) {
            mail.append(phrase("opening", product, world)).append(chance(60) ? "\n" : " ");
        }
        for (int i = 0; i < sentences.size(); i++) {
            mail.append(i == 0 ? "" : chance(20) ? "\n" : " ").append(sentences.get(i));
        }
        if (chance(85)) {
            mail.append(chance(70) ? "\n" : " ").append(phrase("ending", product, world));
        }
        return mail.toString();
    }

    /** People type in a hurry: no capitals, dropped letters, too many exclamation marks. */
    private String roughened(String mail) {
        String text = mail;
        if (chance(10)) {
            text = text.toLowerCase(Locale.ROOT);
        }
        if (chance(20)) {
            text = withTypo(text);
        }
        return chance(8) ? text.replace(".", "!!") : text;
    }

    /** Swaps two letters inside a long lower-case word, never in a product's name. */
    private String withTypo(String text) {
        String[] words = text.split(" ", -1);
        int at = random.nextInt(words.length);
        String word = words[at];
        boolean plain = word.length() > 5 && word.chars().allMatch(c -> c >= 'a' && c <= 'z');
        boolean product = PHRASES.of("products").stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(word));
        if (plain && !product) {
            int i = 1 + random.nextInt(word.length() - 3);
            words[at] = word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2);
        }
        return String.join(" ", words);
    }

    private String phrase(String section, String product, World world) {
        return expand(PHRASES.pick(section, random), product, world);
    }

    private String expand(String phrase, String product, World world) {
        return Template.expand(phrase, random, slot -> value(slot, product, world));
    }

    private static String value(String slot, String product, World world) {
        return switch (slot) {
            case "p" -> product;
            case "clerk" -> world.get("reader");
            case "count" -> world.fresh("number");
            case "few" -> world.get("few");
            default -> world.get(slot);
        };
    }

    private boolean chance(int perCent) {
        return random.nextInt(PER_CENT) < perCent;
    }
}
