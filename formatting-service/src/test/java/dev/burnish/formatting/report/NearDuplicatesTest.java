package dev.burnish.formatting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearDuplicatesTest {
    private static final List<String> VOCABULARY = IntStream.range(0, 3000)
            .mapToObj(i -> Integer.toString(i + 40_000, 36))
            .toList();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4})
    void findsWhatNearlyEqualsAndNothingElse(long seed) {
        Random random = new Random(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String text = words(random, 30 + random.nextInt(100));
            texts.add(text);
            texts.add(changed(text, random, random.nextInt(12)));
        }

        Clusters clusters = clusters(texts);

        int near = 0;
        int found = 0;
        for (int i = 0; i < texts.size(); i += 2) {
            double resemblance = resemblance(texts.get(i), texts.get(i + 1));
            boolean together = clusters.of(i) == clusters.of(i + 1);
            // The estimate has a standard deviation of 0.03 at 0.9.
            near += resemblance >= 0.9 ? 1 : 0;
            found += resemblance >= 0.9 && together ? 1 : 0;
            if (resemblance <= 0.6) {
                assertThat(together).as("resemblance %s", resemblance).isFalse();
            }
            assertThat(clusters.of(i)).as("different texts are apart").isEqualTo(i);
        }
        assertThat(near).isGreaterThan(50);
        assertThat((double) found / near).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void seesNoDifferenceInCaseSpaceAndPunctuation() {
        Clusters clusters = clusters(List.of(
                "Please send me the invoice of last month, I need it for my taxes.",
                "please send me the invoice  of last month - I need it for my taxes!",
                "Where can I change the address of my delivery before it leaves?"));

        assertThat(clusters.of(1)).isZero();
        assertThat(clusters.resemblance(1)).isEqualTo(1);
        assertThat(clusters.of(2)).isEqualTo(2);
    }

    @Test
    void takesWhatAllPromptsShareForNoResemblance() {
        Random random = new Random(3);
        String instruction = words(random, 200);
        List<String> texts = new ArrayList<>(IntStream.range(0, 150)
                .mapToObj(i -> instruction + " " + words(random, 12))
                .toList());
        texts.add(texts.get(40) + "!");

        Clusters clusters = clusters(texts);

        assertThat(IntStream.range(0, texts.size()).filter(clusters::follows).toArray())
                .containsExactly(150);
        assertThat(clusters.of(150)).isEqualTo(40);
    }

    @Test
    void comparesTextsWithoutSpacesBetweenWords() {
        Clusters clusters = clusters(List.of(
                "我昨天在你们的商店买了一台咖啡机但是今天早上它就不工作了请告诉我怎么退货",
                "我昨天在你们的商店买了一台咖啡机，但是今天早上它就不工作了，请告诉我怎么退货。",
                "请问这款耳机可以同时连接两部手机吗我想在工作的时候使用它"));

        assertThat(clusters.of(1)).isZero();
        assertThat(clusters.of(2)).isEqualTo(2);
    }

    @Test
    void keepsShortTextsApartThatDifferInOneWord() {
        Clusters clusters = clusters(List.of("7 plus 4 is 11", "7 plus 5 is 12", "8 plus 4 is 12", "yes", "no", ""));

        assertThat(IntStream.range(0, 6).filter(clusters::follows)).isEmpty();
    }

    private static Clusters clusters(List<String> texts) {
        NearDuplicates duplicates = new NearDuplicates();
        texts.forEach(text -> duplicates.add(duplicates.sketch(Words.of(text))));
        return duplicates.clusters();
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> VOCABULARY.get(random.nextInt(VOCABULARY.size())))
                .collect(Collectors.joining(" "));
    }

    private static String changed(String text, Random random, int changes) {
        String[] words = text.split(" ", -1);
        for (int i = 0; i < changes; i++) {
            words[random.nextInt(words.length)] = VOCABULARY.get(random.nextInt(VOCABULARY.size()));
        }
        return String.join(" ", words);
    }

    private static double resemblance(String one, String other) {
        Set<Long> all = set(one);
        Set<Long> shared = set(other);
        int sum = all.size() + shared.size();
        shared.retainAll(all);
        return (double) shared.size() / (sum - shared.size());
    }

    private static Set<Long> set(String text) {
        return Arrays.stream(Shingles.of(Words.of(text))).boxed().collect(Collectors.toCollection(HashSet::new));
    }
}
