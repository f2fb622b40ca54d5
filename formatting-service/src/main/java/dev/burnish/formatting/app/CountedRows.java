package dev.burnish.formatting.app;

import dev.burnish.formatting.domain.DistinctExamples;
import dev.burnish.formatting.domain.Fingerprint;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Place;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The rows of a file with what they cost, in the order of the file. Some are read ahead and counted by all processors: counting takes most of the time. */
final class CountedRows implements AutoCloseable {
    private static final int MOST_AHEAD = 64;
    private static final long MOST_BYTES_AHEAD = 4L << 20;

    private final Rows rows;
    private final TokenCounter counter;
    private final DistinctExamples seen;
    private final ExecutorService processors = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("counting-", 0).factory());
    private final Queue<Ahead> ahead = new ArrayDeque<>();
    private long bytesAhead;
    private boolean ended;
    private Place place;

    /** @param seen examples that are not counted again; those of this file are added */
    CountedRows(Rows rows, TokenCounter counter, DistinctExamples seen) {
        this.rows = rows;
        this.counter = counter;
        this.seen = seen;
        place = rows.place();
    }

    /**
     * A row that is an example.
     *
     * @param line its line in the canonical file
     * @param cost null if an equal row came before
     */
    // Whoever gets the line only reads it.
    @SuppressWarnings("ArrayRecordComponent")
    record Counted(
            Row row,
            byte[] line,
            Fingerprint fingerprint,
            @Nullable TokenCount cost) {}

    private record Ahead(Place place, int bytes, Future<Counted> row) {}

    /**
     * @return null after the last row
     * @throws InvalidRowException if this row is broken; the next call goes on behind it
     * @throws IOException if nothing can be read from here on
     */
    @Nullable
    Counted next() throws IOException, InvalidRowException {
        while (!ended && ahead.size() < MOST_AHEAD && bytesAhead < MOST_BYTES_AHEAD) {
            readAhead();
        }
        Ahead first = ahead.poll();
        if (first == null) {
            return null;
        }
        bytesAhead -= first.bytes;
        place = first.place;
        return result(first.row);
    }

    /** Of the row that {@link #next()} answered or refused last. */
    Place place() {
        return place;
    }

    private void readAhead() {
        try {
            Row row = rows.next();
            if (row == null) {
                ended = true;
                return;
            }
            byte[] line = row.canonicalLine();
            Fingerprint fingerprint = Fingerprint.of(line);
            Future<Counted> counted = seen.add(fingerprint)
                    ? processors.submit(() -> new Counted(row, line, fingerprint, counter.count(row)))
                    : CompletableFuture.completedFuture(new Counted(row, line, fingerprint, null));
            bytesAhead += line.length;
            ahead.add(new Ahead(rows.place(), line.length, counted));
        } catch (InvalidRowException e) {
            ahead.add(new Ahead(rows.place(), 0, CompletableFuture.failedFuture(e)));
        } catch (IOException e) {
            ahead.add(new Ahead(rows.place(), 0, CompletableFuture.failedFuture(e)));
            ended = true;
        }
    }

    private static Counted result(Future<Counted> row) throws IOException, InvalidRowException {
        try {
            return row.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("counting was interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InvalidRowException invalid -> throw invalid;
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
