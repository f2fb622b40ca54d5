package dev.burnish.formatting.app;

import dev.burnish.formatting.domain.DistinctExamples;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.HoldOut;
import dev.burnish.formatting.domain.InvalidFileException;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Lineage;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.RowProblems;
import dev.burnish.formatting.domain.RowWitness;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of canonical lines, all different, in the order in which they were submitted.
 *
 * @param duplicates examples left out because an equal one came before
 */
record CanonicalFile(Path path, int examples, int duplicates, TokenCount cost) {
    /** Bounds the memory that finding duplicates takes. */
    static final int MAX_EXAMPLES = 1_000_000;

    /** What a submitted file is read for, and by what. */
    record Source(FileRole role, String fileId, Rows rows, TokenCounter counter) {}

    /**
     * Reads rows to the end and writes their canonical form.
     *
     * @param seen examples to leave out; those of this file are added
     * @param witness is shown every row
     * @throws RejectedException that names the broken rows, or the count of examples if there are too few or too many
     */
    static CanonicalFile write(Path path, Source source, DistinctExamples seen, RowWitness witness, Lease lease)
            throws IOException, RejectedException, LeaseLostException {
        RowProblems problems = new RowProblems();
        Writing writing;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path));
                CountedRows rows = new CountedRows(source.rows, source.counter, seen, witness)) {
            writing = new Writing(source, rows, out, witness);
            boolean more = true;
            while (more && !problems.isFull()) {
                lease.check();
                try {
                    more = writing.next();
                } catch (InvalidRowException e) {
                    problems.add(rows.place(), e);
                    witness.broken(source.role, rows.place(), e);
                }
            }
        } catch (InvalidFileException e) {
            throw source.role.invalid((problems.isEmpty() ? "" : problems.describe() + " ") + describe(e));
        }
        if (!problems.isEmpty()) {
            throw source.role.invalid(problems.describe());
        }
        source.role.requireEnough(writing.examples, writing.duplicates);
        return new CanonicalFile(path, writing.examples, writing.duplicates, writing.cost);
    }

    /** A file on its way to its canonical form. */
    private static final class Writing {
        private final Source source;
        private final CountedRows rows;
        private final OutputStream out;
        private final RowWitness witness;
        private TokenCount cost = TokenCount.NONE;
        private int examples;
        private int duplicates;

        Writing(Source source, CountedRows rows, OutputStream out, RowWitness witness) {
            this.source = source;
            this.rows = rows;
            this.out = out;
            this.witness = witness;
        }

        /** @return false if there is no more row */
        boolean next() throws IOException, InvalidRowException, RejectedException {
            CountedRows.Counted counted = rows.next();
            if (counted == null) {
                return false;
            }
            CountedRows.Look look = counted.look();
            if (look == null) {
                duplicates++;
                witness.repeated(source.role, rows.place(), counted.fingerprint());
                return true;
            }
            out.write(counted.line());
            cost = cost.plus(look.cost());
            examples++;
            look.sighting().keep(source.role, new Lineage(source.fileId, rows.place(), counted.fingerprint()));
            if (examples > MAX_EXAMPLES) {
                throw tooMany(source.role);
            }
            return true;
        }
    }

    static RejectedException tooMany(FileRole role) {
        return role.invalid("It has more than " + MAX_EXAMPLES + " examples. Submit fewer.");
    }

    static String describe(InvalidFileException invalid) {
        return invalid.problem() + " [" + invalid.fault().code() + "]";
    }

    /** Copies the examples of the selection to one file and the others to another. */
    void split(HoldOut.Selection selection, Path selected, Path others) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(path);
                OutputStream selectedOut = new BufferedOutputStream(Files.newOutputStream(selected), buffer.length);
                OutputStream othersOut = new BufferedOutputStream(Files.newOutputStream(others), buffer.length)) {
            int index = 0;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                int start = 0;
                while (start < length) {
                    int end = endOfLine(buffer, start, length);
                    (selection.indexes().get(index) ? selectedOut : othersOut).write(buffer, start, end - start);
                    index += buffer[end - 1] == '\n' ? 1 : 0;
                    start = end;
                }
            }
        }
    }

    /** Behind the next end of a line, or the length if there is none. */
    private static int endOfLine(byte[] buffer, int start, int length) {
        int at = start;
        while (at < length && buffer[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, length);
    }
}
