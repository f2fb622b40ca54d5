package dev.burnish.formatting.app;

import static java.util.Objects.requireNonNull;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Forecast;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Row;
import dev.burnish.formatting.domain.TokenCounter;
import dev.burnish.formatting.report.Assessment;
import dev.burnish.formatting.report.CanonicalRows;
import dev.burnish.formatting.report.FirstBatch;
import dev.burnish.formatting.report.QualityReport.ShownRow;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ShownExample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Examples of a training's first step, as the model reads them.
 *
 * @param endsTurns whether a stop token is learned at the end of each that training does not cut
 */
record ShownBatch(List<ShownRow> rows, boolean endsTurns) {

    /**
     * @param training the training set
     * @param heldOut examples of the canonical training file that are not part of it
     */
    static ShownBatch of(
            Forecast forecast,
            Path training,
            Method method,
            BitSet heldOut,
            Assessment assessment,
            TokenCounter counter)
            throws IOException {
        List<Integer> batch =
                forecast.firstBatch().stream().limit(FirstBatch.MOST_EXAMPLES).toList();
        Map<Integer, Row> rows = CanonicalRows.read(training, method, new TreeSet<>(batch));
        List<ShownRow> shown = new ArrayList<>();
        boolean endsTurns = true;
        for (int place : batch) {
            for (ChatExample text : requireNonNull(rows.get(place)).texts()) {
                ShownExample example = show(text, counter);
                shown.add(FirstBatch.row(assessment.trainingPlace(placeInFile(place, heldOut)), example));
                endsTurns &= example.truncated() || example.endsTurn();
            }
        }
        return new ShownBatch(shown, endsTurns);
    }

    private static ShownExample show(ChatExample text, TokenCounter counter) {
        try {
            return counter.show(text);
        } catch (InvalidRowException e) {
            throw new IllegalStateException("an example was counted and cannot be shown", e);
        }
    }

    /** The place of the example that is at this place once those held out are gone. */
    private static int placeInFile(int place, BitSet heldOut) {
        int inFile = heldOut.nextClearBit(0);
        for (int i = 0; i < place; i++) {
            inFile = heldOut.nextClearBit(inFile + 1);
        }
        return inFile;
    }
}
