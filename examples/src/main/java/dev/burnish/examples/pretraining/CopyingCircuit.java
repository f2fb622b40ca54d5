package dev.burnish.examples.pretraining;

import dev.burnish.llm.model.InitialWeights;
import dev.burnish.llm.model.ModelConfig;
import java.util.Random;

/**
 * Initial weights with which the model copies from its context before it is trained. Random weights take millions of tokens to find this;
 * the small base model has no time for that.
 *
 * <p>It is the induction circuit that transformers learn by themselves. Head 0 of layer 0 attends to the token before: its query and key
 * read a component that all embeddings share, so that only the distance counts, and the query is turned by one position. What it reads of
 * that token is written into the residual stream through a random matrix G. The copying heads of layer 1 look for the place whose token
 * before is the current token: the query projects the current token with P, the key reads the same projection of the token before through
 * the transpose of G. Both use the slow pairs of RoPE, which hardly turn within a context. They copy the token found there into the
 * residual stream, where the tied embedding reads it as the next token.
 */
final class CopyingCircuit implements InitialWeights {

    private static final int COPYING_HEADS = 2;
    private static final int FAST_PAIRS = 12;
    private static final double SHARED_COMPONENT = 0.25;
    private static final double DISTANCE_SHARPNESS = 1.6;
    private static final double WRITTEN_BEFORE = 0.2;
    private static final double MATCH_SHARPNESS = 1.9;
    private static final double WRITTEN_COPY = 0.4;

    private final ModelConfig config;
    private final InitialWeights others;
    private final Random random;
    private final int hidden;
    private final int head;
    private final double[][] tokenBefore;
    private final double[][] writing;
    private final double[][] copied;

    CopyingCircuit(ModelConfig config, long seed) {
        this.config = config;
        hidden = config.hiddenSize();
        head = config.headDimension();
        others = InitialWeights.random(seed, config.layers());
        random = new Random(seed + 1);
        tokenBefore = projection(head);
        writing = projection(head);
        copied = projection(COPYING_HEADS * head);
    }

    /** Rows that project onto random directions and leave the shared component out. */
    private double[][] projection(int rows) {
        double[][] matrix = new double[rows][hidden];
        for (double[] row : matrix) {
            for (int i = 1; i < hidden; i++) {
                row[i] = random.nextGaussian() / Math.sqrt(hidden);
            }
        }
        return matrix;
    }

    @Override
    public float[] values(String name, int rows, int columns) {
        float[] values = others.values(name, rows, columns);
        switch (name) {
            case "model.embed_tokens.weight" -> embed(values);
            case "model.layers.0.self_attn.q_proj.weight" -> attendBefore(values, true);
            case "model.layers.0.self_attn.k_proj.weight" -> attendBefore(values, false);
            case "model.layers.0.self_attn.v_proj.weight" -> setRows(values, 0, tokenBefore, 1);
            case "model.layers.0.self_attn.o_proj.weight" -> setColumns(values, 0, writing, WRITTEN_BEFORE);
            case "model.layers.1.self_attn.q_proj.weight" -> match(values, tokenBefore);
            case "model.layers.1.self_attn.k_proj.weight" -> match(values, writing);
            case "model.layers.1.self_attn.v_proj.weight" -> setRows(values, 0, copied, 1);
            case "model.layers.1.self_attn.o_proj.weight" -> setColumns(values, 0, copied, WRITTEN_COPY);
            default -> {}
        }
        return values;
    }

    private void embed(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    i % hidden == 0 ? (float) SHARED_COMPONENT : (float) (random.nextGaussian() / Math.sqrt(hidden));
        }
    }

    /** Key: the first half of each fast pair. Query: the same, turned by one position, so that both meet one position apart. */
    private void attendBefore(float[] values, boolean query) {
        for (int pair = 0; pair < head / 2; pair++) {
            double angle = query ? -Math.pow(config.rope().theta(), -2.0 * pair / head) : 0;
            double size = pair < FAST_PAIRS ? DISTANCE_SHARPNESS : 0;
            setRow(values, pair, size * Math.cos(angle));
            setRow(values, pair + head / 2, size * Math.sin(angle));
        }
    }

    /** A row that reads nothing but the shared component. */
    private void setRow(float[] values, int row, double size) {
        for (int i = 0; i < hidden; i++) {
            values[row * hidden + i] = i == 0 ? (float) size : 0;
        }
    }

    /** The slower half of each copying head's pairs gets rows of the projection, the faster half nothing. */
    private void match(float[] values, double[][] projection) {
        for (int copying = 0; copying < COPYING_HEADS; copying++) {
            for (int i = 0; i < head; i++) {
                boolean slow = i % (head / 2) >= head / 4;
                for (int j = 0; j < hidden; j++) {
                    values[(copying * head + i) * hidden + j] = slow ? (float) (MATCH_SHARPNESS * projection[i][j]) : 0;
                }
            }
        }
    }

    private void setRows(float[] values, int first, double[][] rows, double scale) {
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < hidden; j++) {
                values[(first + i) * hidden + j] = (float) (scale * rows[i][j]);
            }
        }
    }

    private void setColumns(float[] values, int first, double[][] columns, double scale) {
        for (int i = 0; i < columns.length; i++) {
            for (int j = 0; j < hidden; j++) {
                values[j * hidden + first + i] = (float) (scale * columns[i][j]);
            }
        }
    }
}
