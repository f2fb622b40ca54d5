package dev.burnish.examples.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns byte-level BPE merges: text is cut into words as GPT-2 does, with every digit on its own, and the most frequent pair of
 * neighbouring tokens is merged until the vocabulary is full. Ties go to the pair that comes first in order, so that a text gives one
 * result.
 */
final class BytePairTrainer {

    private static final Pattern WORD = Pattern.compile(
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern DIGIT = Pattern.compile("\\p{N}");

    private final Map<String, Integer> words = new HashMap<>();

    /** A merge of two tokens, written in the byte alphabet. */
    record Merge(String left, String right) {}

    private static final class Word {
        final int count;
        List<String> tokens;

        Word(int count, List<String> tokens) {
            this.count = count;
            this.tokens = tokens;
        }
    }

    /** Counts the words of a text. */
    void add(String text) {
        int from = 0;
        Matcher digit = DIGIT.matcher(text);
        while (digit.find()) {
            count(text.substring(from, digit.start()));
            from = digit.end();
        }
        count(text.substring(from));
    }

    private void count(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            words.merge(ByteAlphabet.write(word.group()), 1, Integer::sum);
        }
    }

    /** The merges in the order in which they apply. */
    List<Merge> train(int count) {
        List<Word> all = new ArrayList<>();
        words.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> all.add(new Word(
                        entry.getValue(),
                        new ArrayList<>(entry.getKey()
                                .codePoints()
                                .mapToObj(Character::toString)
                                .toList()))));
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < count) {
            Merge best = mostFrequent(all);
            if (best == null) {
                break;
            }
            merges.add(best);
            all.forEach(word -> apply(best, word));
        }
        return merges;
    }

    private static @org.jspecify.annotations.Nullable Merge mostFrequent(List<Word> words) {
        Map<Merge, Integer> counts = new LinkedHashMap<>();
        for (Word word : words) {
            for (int i = 1; i < word.tokens.size(); i++) {
                counts.merge(new Merge(word.tokens.get(i - 1), word.tokens.get(i)), word.count, Integer::sum);
            }
        }
        Merge best = null;
        int most = 1;
        for (Map.Entry<Merge, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                best = entry.getKey();
                most = entry.getValue();
            }
        }
        return best;
    }

    private static void apply(Merge merge, Word word) {
        for (int i = 1; i < word.tokens.size(); i++) {
            if (word.tokens.get(i - 1).equals(merge.left())
                    && word.tokens.get(i).equals(merge.right())) {
                word.tokens.set(i - 1, merge.left() + merge.right());
                word.tokens.remove(i);
            }
        }
    }
}
