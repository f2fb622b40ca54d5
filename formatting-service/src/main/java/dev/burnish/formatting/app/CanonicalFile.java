package dev.burnish.formatting.app;

import dev.burnish.formatting.domain.DistinctExamples;
import dev.burnish.formatting.domain.FileRole;
import dev.burnish.formatting.domain.Fingerprint;
import dev.burnish.formatting.domain.HoldOut;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.LineProblems;
import dev.burnish.formatting.domain.RejectedException;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.RowWitness;
import dev.burnish.formatting.domain.Rows;
import dev.burnish.formatting.domain.TokenCount;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.LeaseLostException;
import java.io.BufferedInputStream;
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

    /**
     * Reads rows to the end and writes their canonical form.
     *
     * @param seen examples to leave out; those of this file are added
     * @param witness is told of every row
     * @throws RejectedException that names the broken rows, or the count of examples if there are too few or too many
     */
    static CanonicalFile write(
            Path path,
            FileRole role,
            Rows rows,
            TokenCounter counter,
            DistinctExamples seen,
            RowWitness witness,
            Lease lease)
            throws IOException, RejectedException, LeaseLostException {
        LineProblems problems = new LineProblems();
        TokenCount cost = TokenCount.NONE;
        int examples = 0;
        int duplicates = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            while (!problems.isFull()) {
                lease.check();
                try {
                    Row row = rows.next();
                    if (row == null) {
                        break;
                    }
                    byte[] line = row.canonicalLine();
                    Fingerprint fingerprint = Fingerprint.of(line);
                    if (!seen.add(fingerprint)) {
                        duplicates++;
                        witness.repeated(role, rows.line(), fingerprint);
                        continue;
                    }
                    TokenCount count = counter.count(row);
                    out.write(line);
                    cost = cost.plus(count);
                    witness.kept(role, rows.line(), row, fingerprint, count);
                    examples++;
                } catch (InvalidRowException e) {
                    problems.add(rows.line(), e.problem());
                    witness.broken(role, rows.line(), e.problem());
                }
                if (examples > MAX_EXAMPLES) {
                    throw role.invalid("It has more than " + MAX_EXAMPLES + " examples. Submit fewer.");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw role.invalid(problems.describe());
        }
        role.requireEnough(examples, duplicates);
        return new CanonicalFile(path, examples, duplicates, cost);
    }

    /** Copies the examples of the selection to one file and the others to another. */
    void split(HoldOut.Selection selection, Path selected, Path others) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                OutputStream selectedOut = new BufferedOutputStream(Files.newOutputStream(selected));
                OutputStream othersOut = new BufferedOutputStream(Files.newOutputStream(others))) {
            int index = 0;
            for (int value = in.read(); value >= 0; value = in.read()) {
                (selection.indexes().get(index) ? selectedOut : othersOut).write(value);
                if (value == '\n') {
                    index++;
                }
            }
        }
    }
}
