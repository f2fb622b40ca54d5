package dev.burnish.examples.corpus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The names, numbers and words of one text: a slot keeps its value within the text. */
public final class World {

    private static final Phrases WORDS = Phrases.load("words.txt");
    private static final Map<String, List<String>> LISTS = new HashMap<>();

    static {
        for (String slot : WORDS.names("")) {
            LISTS.put(slot, List.of(String.join(" ", WORDS.of(slot)).split(" ")));
        }
    }

    private final RandomGenerator random;
    private final Map<String, String> values = new HashMap<>();

    public World(RandomGenerator random) {
        this.random = random;
    }

    /** The value of the slot in this text. */
    public String get(String slot) {
        String value = values.get(slot);
        if (value == null) {
            value = fresh(slot);
            values.put(slot, value);
        }
        return value;
    }

    /** Another value for the slot, independent of {@link #get}. */
    public String fresh(String slot) {
        return switch (slot) {
            case "product", "other" -> product();
            case "order" -> order();
            case "amount" -> amount();
            case "date" -> date();
            case "number", "quantity" -> String.valueOf(1 + random.nextInt(40));
            case "few" -> String.valueOf(2 + random.nextInt(8));
            case "phone" -> digits(3) + " " + digits(6);
            case "year" -> String.valueOf(2005 + random.nextInt(22));
            case "size" -> Phrases.pick(List.of("small", "medium", "large", "extra large"), random);
            case "code" -> letters(2) + digits(3);
            case "name", "owner" -> fresh("first") + " " + fresh("last");
            case "price" -> amount();
            case "reader" -> fresh("first");
            case "chief" -> fresh("last");
            case "region" -> Phrases.pick(List.of("north", "south", "east", "west", "centre"), random);
            default -> word(slot);
        };
    }

    /** A word of a list in {@code words.txt}. */
    String word(String list) {
        List<String> words = LISTS.get(list);
        if (words == null) {
            throw new IllegalArgumentException("there is no slot {" + list + "}");
        }
        return Phrases.pick(words, random);
    }

    private String product() {
        String name = word("brand") + " " + word("thing");
        return switch (random.nextInt(12)) {
            case 0 -> name + " " + (1 + random.nextInt(9));
            case 1 -> name + " " + Phrases.pick(List.of("Pro", "Mini", "Max", "Plus", "Air"), random);
            case 2 -> word("brand") + " " + word("brand") + " " + word("thing");
            default -> name;
        };
    }

    private String order() {
        return switch (random.nextInt(4)) {
            case 0 -> digits(6);
            case 1 -> letters(2) + "-" + digits(5);
            case 2 -> "#" + digits(5);
            default -> letters(1) + digits(4) + "/" + digits(2);
        };
    }

    private String amount() {
        String value = (1 + random.nextInt(900)) + (random.nextBoolean() ? "." + digits(2) : "");
        return switch (random.nextInt(3)) {
            case 0 -> "$" + value;
            case 1 -> value + " euros";
            default -> value + " EUR";
        };
    }

    private String date() {
        String day = String.valueOf(1 + random.nextInt(28));
        return random.nextBoolean()
                ? day + " " + word("month")
                : "2026-" + two(1 + random.nextInt(12)) + "-" + two(1 + random.nextInt(28));
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private String letters(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('A' + random.nextInt(26)));
        }
        return letters.toString();
    }
}
