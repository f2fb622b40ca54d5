package dev.burnish.formatting.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the answers of a data set have in common. Memory is bounded: what has more different forms than are counted has no form. */
final class AnswerStatistics {
    private static final int MOST_FORMS = 2000;
    private static final int MOST_FIELDS = 40;
    private static final int MOST_VALUES = 200;
    private static final int SHOWN = 80;
    private static final int PREFIX = 24;

    /** Answers are classes where at most that many are different … */
    private static final int MOST_CLASSES = 50;

    /** … and each occurs that often in the mean. */
    private static final int LEAST_PER_CLASS = 5;

    private final Map<Long, Form> answers = new HashMap<>();
    private final Map<Long, Form> keys = new HashMap<>();
    private final Map<Long, Form> prefixes = new HashMap<>();
    private final Map<String, Map<String, Integer>> fields = new LinkedHashMap<>();
    private int total;
    private int json;
    private int objects;
    private int fenced;
    private int copied;

    void add(String answer, long hash, AnswerJson parsed) {
        total++;
        count(answers, hash, answer);
        String text = answer.strip();
        if (text.length() > PREFIX) {
            String prefix = text.substring(0, PREFIX);
            count(prefixes, Words.mix(prefix.hashCode()), prefix);
        }
        fenced += text.startsWith("```") ? 1 : 0;
        json += parsed.state() == AnswerJson.State.WHOLE ? 1 : 0;
        if (parsed.isObject()) {
            objects++;
            count(keys, Words.mix(parsed.keys().hashCode()), parsed.keys());
            parsed.fields().forEach(this::countField);
        }
    }

    /** Says that the last answer stands in its prompt word for word. */
    void addCopied() {
        copied++;
    }

    private static void count(Map<Long, Form> forms, long hash, String shown) {
        Form form = forms.get(hash);
        if (form != null) {
            form.count++;
        } else if (forms.size() <= MOST_FORMS) {
            forms.put(hash, new Form(hash, Excerpt.of(shown, SHOWN)));
        }
    }

    private void countField(String key, String value) {
        if (fields.containsKey(key) || fields.size() < MOST_FIELDS) {
            Map<String, Integer> values = fields.computeIfAbsent(key, name -> new HashMap<>());
            String shown = Excerpt.of(value, SHOWN);
            if (values.containsKey(shown) || values.size() <= MOST_VALUES) {
                values.merge(shown, 1, Integer::sum);
            }
        }
    }

    int total() {
        return total;
    }

    int json() {
        return json;
    }

    int objects() {
        return objects;
    }

    int fenced() {
        return fenced;
    }

    int copied() {
        return copied;
    }

    int differentAnswers() {
        return answers.size();
    }

    /** The answers, most frequent first, where they are classes; else none. */
    List<Form> classes() {
        boolean evident = total > 0 && answers.size() <= MOST_CLASSES && total >= LEAST_PER_CLASS * answers.size();
        return evident ? sorted(answers) : List.of();
    }

    List<Form> keys() {
        return sorted(keys);
    }

    List<Form> prefixes() {
        return sorted(prefixes);
    }

    /** For each field of JSON answers whose values repeat, how often each occurs. */
    Map<String, Map<String, Integer>> classesOfFields() {
        Map<String, Map<String, Integer>> classes = new LinkedHashMap<>();
        fields.forEach((key, values) -> {
            int counted = values.values().stream().mapToInt(Integer::intValue).sum();
            if (values.size() <= MOST_CLASSES && values.size() > 1 && counted >= LEAST_PER_CLASS * values.size()) {
                classes.put(key, values);
            }
        });
        return classes;
    }

    private static List<Form> sorted(Map<Long, Form> forms) {
        List<Form> sorted = new ArrayList<>(forms.values());
        sorted.sort(Comparator.comparingInt((Form form) -> -form.count).thenComparing(form -> form.shown));
        return sorted;
    }

    /** Something that occurs a number of times. */
    static final class Form {
        private final long hash;
        private final String shown;
        private int count = 1;

        private Form(long hash, String shown) {
            this.hash = hash;
            this.shown = shown;
        }

        long hash() {
            return hash;
        }

        String shown() {
            return shown;
        }

        int count() {
            return count;
        }
    }
}
