package dev.burnish.formatting.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctExamplesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersLikeASetAlsoWhenManyExamplesMeetInTheTable(long seed) {
        Random random = new Random(seed);
        DistinctExamples examples = new DistinctExamples();
        Set<Fingerprint> expected = new HashSet<>();

        int differences = 0;
        for (int i = 0; i < 50_000; i++) {
            // Few different values, zeros among them, so that equal halves, full runs and repeats are common.
            Fingerprint fingerprint = new Fingerprint(random.nextInt(3000), random.nextInt(10));
            differences += examples.contains(fingerprint) == expected.contains(fingerprint) ? 0 : 1;
            differences += examples.add(fingerprint) == expected.add(fingerprint) ? 0 : 1;
        }

        assertThat(differences).isZero();
        assertThat(examples.size()).isEqualTo(expected.size());
        assertThat(expected.stream().filter(examples::contains)).hasSameSizeAs(expected);
    }
}
