package dev.burnish.llm.text.template;

import dev.burnish.llm.text.template.Values.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as Python's {@code json.dumps} does, with its default spaces. */
final class Json {

    /**
     * How to write.
     *
     * @param indent one level of indentation, or null to write on one line
     */
    record Style(boolean ascii, @Nullable String indent, String comma, String colon, boolean sorted) {}

    private final StringBuilder out = new StringBuilder();
    private final Style style;
    private final Budget budget;
    private int level;

    private Json(Style style, Budget budget) {
        this.style = style;
        this.budget = budget;
    }

    static String of(Object value, Style style, Budget budget) {
        Json json = new Json(style, budget);
        json.write(value);
        budget.characters(json.out.length());
        return json.out.toString();
    }

    private void write(Object value) {
        budget.enter();
        budget.fits(out.length());
        switch (value) {
            case String text -> quote(text);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            default -> out.append(plain(value));
        }
        budget.leave();
    }

    private static String plain(Object value) {
        return switch (value) {
            case None none -> "null";
            case Boolean flag -> flag.toString();
            case Long number -> number.toString();
            case Double number ->
                Double.isNaN(number)
                        ? "NaN"
                        : Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Printer.number(number);
            default -> throw Failure.evaluation("Object of type " + Values.type(value) + " is not JSON serializable");
        };
    }

    private void list(List<?> list) {
        out.append('[');
        level++;
        boolean first = true;
        for (Object item : list) {
            separate(first);
            write(item);
            first = false;
        }
        level--;
        close(first, ']');
    }

    private void map(Map<?, ?> map) {
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (style.sorted()) {
            entries.sort((a, b) -> Text.compare((String) a.getKey(), (String) b.getKey()));
        }
        out.append('{');
        level++;
        boolean first = true;
        for (Map.Entry<?, ?> entry : entries) {
            separate(first);
            quote((String) entry.getKey());
            out.append(style.colon());
            write(entry.getValue());
            first = false;
        }
        level--;
        close(first, '}');
    }

    private void separate(boolean first) {
        if (!first) {
            out.append(style.comma());
        }
        newLine();
    }

    private void close(boolean empty, char bracket) {
        if (!empty) {
            newLine();
        }
        out.append(bracket);
    }

    private void newLine() {
        if (style.indent() != null) {
            budget.fits(out.length() + (long) style.indent().length() * level);
            out.append('\n').repeat(style.indent(), level);
        }
    }

    private void quote(String text) {
        budget.characters(text.length());
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int escape = "\"\\\n\r\t\f\b".indexOf(c);
            if (escape >= 0) {
                out.append('\\').append("\"\\nrtfb".charAt(escape));
            } else if (c < 0x20 || (style.ascii() && c >= 0x7F)) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
