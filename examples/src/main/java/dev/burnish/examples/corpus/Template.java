package dev.burnish.examples.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Expands a phrase: {@code (a|b)} becomes one of its alternatives, which may nest, and <code>{slot}</code> becomes the slot's text. */
public final class Template {

    private final String text;
    private final RandomGenerator random;
    private final UnaryOperator<String> slots;
    private int at;

    private Template(String text, RandomGenerator random, UnaryOperator<String> slots) {
        this.text = text;
        this.random = random;
        this.slots = slots;
    }

    /** @param slots gives the text of a slot by its name */
    public static String expand(String phrase, RandomGenerator random, UnaryOperator<String> slots) {
        String expanded = new Template(phrase, random, slots).sequence();
        return expanded.replaceAll(" {2,}", " ").replaceAll(" ([.,?!])", "$1").strip();
    }

    private String sequence() {
        StringBuilder result = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            char c = text.charAt(at++);
            if (c == '(') {
                result.append(choice());
            } else if (c == '{') {
                int end = text.indexOf('}', at);
                result.append(slots.apply(text.substring(at, end)));
                at = end + 1;
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    /** Every alternative is expanded, so that what follows does not depend on which one is taken. */
    private String choice() {
        List<String> alternatives = new ArrayList<>();
        do {
            alternatives.add(sequence());
        } while (text.charAt(at++) == '|');
        return Phrases.pick(alternatives, random);
    }
}
