package dev.burnish.formatting.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.formatting.domain.DistinctExamples;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.Fingerprint;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Lineage;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.RowWitness;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.formatting.domain.Sighting;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ShownExample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CountedRowsTest {
    private static final int ROWS = 500;

    private final AtomicInteger counting = new AtomicInteger();
    private final Numbers rows = new Numbers();
    private final TokenCounter counter = new TokenCounter() {
        // The earlier the row, the longer it takes.
        @Override
        public TokenCount count(ChatExample example) throws InvalidRowException {
            counting.incrementAndGet();
            try {
                int number = Integer.parseInt(example.messages().getFirst().content());
                if (number % 50 == 9) {
                    throw new InvalidRowException(Fault.NOTHING_TO_LEARN, "row " + number);
                }
                long sum = 0;
                for (int i = 0; i < (ROWS - number) * 1000; i++) {
                    sum += i;
                }
                return new TokenCount(0, number, Long.signum(sum));
            } finally {
                counting.decrementAndGet();
            }
        }

        @Override
        public ShownExample show(ChatExample example) {
            throw new UnsupportedOperationException("nothing is shown here");
        }

        @Override
        public void close() {}
    };

    private final RowWitness witness = new RowWitness() {
        @Override
        public Sighting look(Row row, TokenCount cost) {
            return (role, lineage) -> looked.add(cost.tokens());
        }

        @Override
        public void repeated(FileRole role, Place place, Fingerprint fingerprint) {}

        @Override
        public void broken(FileRole role, Place place, InvalidRowException invalid) {}
    };
    private final List<Long> looked = new ArrayList<>();

    @Test
    void keepsTheOrderOfTheFileHoweverLongARowTakes() throws Exception {
        List<Integer> places = new ArrayList<>();
        List<Long> tokens = new ArrayList<>();
        List<Integer> repeated = new ArrayList<>();
        List<Integer> broken = new ArrayList<>();
        try (CountedRows counted = new CountedRows(rows, counter, new DistinctExamples(), witness)) {
            for (boolean more = true; more; ) {
                try {
                    CountedRows.Counted row = counted.next();
                    more = row != null;
                    if (row != null && row.look() == null) {
                        repeated.add(counted.place().row());
                    } else if (row != null && row.look() != null) {
                        places.add(counted.place().row());
                        Lineage lineage = new Lineage("file-1", counted.place(), row.fingerprint());
                        row.look().sighting().keep(FileRole.TRAINING, lineage);
                        tokens.add(row.look().cost().tokens());
                    }
                } catch (InvalidRowException e) {
                    broken.add(counted.place().row());
                    assertThat(e.problem()).isEqualTo("row " + (counted.place().row() - 1));
                }
            }
        }

        assertThat(places).isSorted().hasSize(ROWS - 20 - 10);
        assertThat(tokens).isSorted().isEqualTo(looked);
        assertThat(repeated).hasSize(10).isSorted().allMatch(place -> place % 50 == 28);
        assertThat(broken).hasSize(20).isSorted();
    }

    @Test
    void tellsThatNothingMoreCanBeReadOnlyBehindWhatWasRead() throws Exception {
        rows.endsAt = 5;
        try (CountedRows counted = new CountedRows(rows, counter, new DistinctExamples(), witness)) {
            for (int i = 0; i < 5; i++) {
                assertThat(counted.next()).isNotNull();
            }
            assertThatThrownBy(counted::next).isInstanceOf(IOException.class).hasMessage("torn at 5");
            assertThat(counted.next()).isNull();
        }
    }

    @Test
    void countsNothingAnyMoreOnceItIsClosed() throws Exception {
        try (CountedRows counted = new CountedRows(rows, counter, new DistinctExamples(), witness)) {
            assertThat(counted.next()).isNotNull();
        }

        assertThat(counting).hasValue(0);
    }

    /** Rows that say their numbers, from 0; those that end in 17 are broken, and each that ends in 27 says what the row before said. */
    private static final class Numbers implements Rows {
        private int next;
        private int endsAt = Integer.MAX_VALUE;

        @Override
        public @Nullable Row next() throws IOException, InvalidRowException {
            if (next == endsAt) {
                throw new IOException("torn at " + endsAt);
            }
            if (next == ROWS) {
                return null;
            }
            int number = next++;
            if (number % 50 == 17) {
                throw new InvalidRowException(Fault.NOTHING_TO_LEARN, "row " + number);
            }
            String text = Integer.toString(number % 50 == 27 ? number - 1 : number);
            return new Row.Conversation(
                    new ChatExample(List.of(ChatMessage.user(text), ChatMessage.assistant("yes")), number + 1));
        }

        @Override
        public Place place() {
            return new Place(Math.max(1, next), Math.max(1, next));
        }

        @Override
        public String reading() {
            return "";
        }

        @Override
        public void close() {}
    }
}
