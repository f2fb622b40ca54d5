package dev.burnish.llm.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.burnish.llm.generation.TokenLogprobs.Alternative;
import dev.burnish.llm.kernel.DecodingKernels;
import dev.burnish.llm.kernel.DecodingKernels.Decoded;
import dev.burnish.llm.kernel.DecodingKernels.Likeliest;
import dev.burnish.llm.kernel.DecodingKernels.Logprobs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token that one sequence goes on with.
 *
 * @param logprobs null unless asked for
 */
record TokenChoice(int token, @Nullable TokenLogprobs logprobs) {

    /** Nearly always enough to decide a draw; else all tokens are looked at. */
    private static final int CANDIDATES = 128;

    /** The choices of several sequences; row i of the logits is of the sampler i. */
    static List<TokenChoice> of(Decoded decoded, List<Sampler> samplers, DecodingKernels kernels, NDManager scope) {
        LogitChanges changes = new LogitChanges();
        for (int row = 0; row < samplers.size(); row++) {
            samplers.get(row).penalise(row, changes);
        }
        NDArray logits = changes.apply(decoded.logits(), kernels, scope);
        int[] tokens = decoded.likeliest().clone();
        List<Integer> open = new ArrayList<>();
        for (int row = 0; row < tokens.length; row++) {
            if (!samplers.get(row).greedy() || changes.concern(row)) {
                open.add(row);
            }
        }
        if (!open.isEmpty()) {
            choose(logits, samplers, open, tokens, kernels);
        }
        for (int row = 0; row < tokens.length; row++) {
            samplers.get(row).took(tokens[row]);
        }
        return withLogprobs(decoded.logits(), samplers, tokens, kernels);
    }

    private static void choose(
            NDArray logits, List<Sampler> samplers, List<Integer> rows, int[] tokens, DecodingKernels kernels) {
        int vocabulary = (int) logits.getShape().get(1);
        double[] temperatures = new double[rows.size()];
        boolean drawn = false;
        for (int i = 0; i < temperatures.length; i++) {
            Sampler sampler = samplers.get(rows.get(i));
            temperatures[i] = sampler.greedy() ? 1 : sampler.settings().temperature();
            drawn |= !sampler.greedy();
        }
        int[] all = rows.stream().mapToInt(Integer::intValue).toArray();
        Likeliest likeliest = kernels.likeliest(logits, all, temperatures, drawn ? CANDIDATES : 1);
        for (int i = 0; i < all.length; i++) {
            Sampler sampler = samplers.get(all[i]);
            double draw = sampler.draw();
            int token = sampler.choose(Candidates.of(likeliest, i, vocabulary), draw);
            if (token == Sampler.UNDECIDED) {
                Likeliest whole =
                        kernels.likeliest(logits, new int[] {all[i]}, new double[] {temperatures[i]}, vocabulary);
                token = sampler.choose(Candidates.of(whole, 0, vocabulary), draw);
            }
            tokens[all[i]] = token;
        }
    }

    private static List<TokenChoice> withLogprobs(
            NDArray logits, List<Sampler> samplers, int[] tokens, DecodingKernels kernels) {
        List<TokenChoice> choices = new ArrayList<>();
        for (int row = 0; row < tokens.length; row++) {
            int wanted = samplers.get(row).settings().logprobs();
            TokenLogprobs logprobs = wanted == SamplingSettings.NO_LOGPROBS
                    ? null
                    : logprobs(kernels.logprobs(logits, new int[] {row}, new int[] {tokens[row]}, wanted));
            choices.add(new TokenChoice(tokens[row], logprobs));
        }
        return choices;
    }

    private static TokenLogprobs logprobs(Logprobs values) {
        List<Alternative> likeliest = new ArrayList<>();
        for (int i = 0; i < values.tokens().length; i++) {
            likeliest.add(new Alternative((int) values.tokens()[i], values.logprobs()[i]));
        }
        return new TokenLogprobs(values.chosen()[0], likeliest);
    }
}
