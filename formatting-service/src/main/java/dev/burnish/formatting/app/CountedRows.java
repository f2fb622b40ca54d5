package dev.burnish.formatting.app;

import dev.burnish.formatting.domain.DistinctExamples;
import dev.burnish.formatting.domain.Fingerprint;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.RowWitness;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.formatting.domain.Sighting;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file with what they cost and what was seen of them, in the order of the file. They are read ahead in portions, and all processors count and look, which takes most
 * of the time.
 */
final class CountedRows implements AutoCloseable {
    private static final int MOST_ROWS = 64;

    /** A portion ends with the row that reaches it. */
    private static final int MOST_BYTES = 1 << 18;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** So that no processor waits for the next portion to be read. */
    private static final int MOST_PORTIONS = 2 * PROCESSORS + 1;

    private final Rows rows;
    private final TokenCounter counter;
    private final DistinctExamples seen;
    private final RowWitness witness;
    private final ExecutorService processors = Executors.newFixedThreadPool(
            PROCESSORS, Thread.ofPlatform().daemon().name("counting-", 0).factory());
    private final Queue<Future<List<Result>>> ahead = new ArrayDeque<>();
    private Iterator<Result> portion = Collections.emptyIterator();
    private boolean ended;
    private Place place;

    /** @param seen examples that are neither counted nor looked at again; those of this file are added */
    CountedRows(Rows rows, TokenCounter counter, DistinctExamples seen, RowWitness witness) {
        this.rows = rows;
        this.counter = counter;
        this.seen = seen;
        this.witness = witness;
        place = rows.place();
    }

    /**
     * A row that is an example.
     *
     * @param line its line in the canonical file
     * @param look null if an equal row came before
     */
    // Whoever gets the line only reads it.
    @SuppressWarnings("ArrayRecordComponent")
    record Counted(
            byte[] line, Fingerprint fingerprint, @Nullable Look look) {}

    /** What comes of an example. */
    record Look(TokenCount cost, Sighting sighting) {}

    /** Yields the row, or throws what is wrong with it. */
    private interface Outcome {
        Counted get() throws IOException, InvalidRowException;
    }

    private record Result(Place place, Outcome outcome) {
        /** The same with all work done. */
        Result done() {
            try {
                Counted counted = outcome.get();
                return new Result(place, () -> counted);
            } catch (InvalidRowException e) {
                return new Result(place, failure(e));
            } catch (IOException e) {
                return new Result(place, failure(e));
            }
        }
    }

    private static Outcome failure(InvalidRowException failure) {
        return () -> {
            throw failure;
        };
    }

    private static Outcome failure(IOException failure) {
        return () -> {
            throw failure;
        };
    }

    /**
     * @return null after the last row
     * @throws InvalidRowException if this row is broken; the next call goes on behind it
     * @throws IOException if nothing can be read from here on
     */
    @Nullable
    Counted next() throws IOException, InvalidRowException {
        if (!portion.hasNext()) {
            while (!ended && ahead.size() < MOST_PORTIONS) {
                readAhead();
            }
            Future<List<Result>> first = ahead.poll();
            if (first == null) {
                return null;
            }
            portion = results(first).iterator();
        }
        Result next = portion.next();
        place = next.place;
        return next.outcome.get();
    }

    /** Of the row that {@link #next()} answered or refused last. */
    Place place() {
        return place;
    }

    private void readAhead() {
        List<Result> read = new ArrayList<>(MOST_ROWS);
        int bytes = 0;
        while (!ended && read.size() < MOST_ROWS && bytes < MOST_BYTES) {
            try {
                Row row = rows.next();
                if (row == null) {
                    ended = true;
                } else {
                    byte[] line = row.canonicalLine();
                    bytes += line.length;
                    read.add(new Result(rows.place(), outcome(row, line)));
                }
            } catch (InvalidRowException e) {
                read.add(new Result(rows.place(), failure(e)));
            } catch (IOException e) {
                read.add(new Result(rows.place(), failure(e)));
                ended = true;
            }
        }
        if (!read.isEmpty()) {
            ahead.add(processors.submit(() -> done(read)));
        }
    }

    private Outcome outcome(Row row, byte[] line) {
        Fingerprint fingerprint = Fingerprint.of(line);
        if (!seen.add(fingerprint)) {
            return () -> new Counted(line, fingerprint, null);
        }
        return () -> {
            TokenCount cost = counter.count(row);
            return new Counted(line, fingerprint, new Look(cost, witness.look(row, cost)));
        };
    }

    private static List<Result> done(List<Result> read) throws InterruptedIOException {
        List<Result> done = new ArrayList<>(read.size());
        for (Result result : read) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("counting was interrupted");
            }
            done.add(result.done());
        }
        return done;
    }

    private static List<Result> results(Future<List<Result>> portion) throws IOException {
        try {
            return portion.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("counting was interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failed -> throw failed;
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException("counting failed", e);
            }
        }
    }

    /** Returns once nothing counts any more: the counter can be closed then. */
    @Override
    public void close() {
        processors.shutdownNow();
        processors.close();
    }
}
