package dev.burnish.evaluation.engine;

import dev.burnish.llm.generation.Generator;
import dev.burnish.llm.lora.LoraAdapter;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.TextModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes a model's figures the slow way: token by token from the logits after each prefix, without a cache, a batch or a mask. */
final class Reference {
    private final BaseModel weights;
    private final @Nullable LoraAdapter adapter;
    private final TextModel text;

    Reference(BaseModel weights, @Nullable LoraAdapter adapter, TextModel text) {
        this.weights = weights;
        this.adapter = adapter;
        this.text = text;
    }

    /** Mean negative log likelihood per learned token, in nats. */
    double loss(List<ChatExample> examples) throws Exception {
        double sum = 0;
        int count = 0;
        for (EncodedExample example :
                new ExampleEncoder(text, text.maxPositions()).encode(examples).examples()) {
            int[] tokens = example.tokens();
            for (int i = 1; i < tokens.length; i++) {
                if (example.learned()[i]) {
                    sum -= logProbability(logits(Arrays.copyOf(tokens, i)), tokens[i]);
                    count++;
                }
            }
        }
        return sum / count;
    }

    String answer(ChatExample example, int maxTokens) throws Exception {
        int[] prompt =
                text.prompt(example.messages().subList(0, example.messages().size() - 1));
        int[] tokens = prompt;
        while (tokens.length < prompt.length + maxTokens) {
            float[] logits = logits(tokens);
            int best = IntStream.range(0, logits.length).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
            if (text.stopTokens().contains(best)) {
                break;
            }
            tokens = Arrays.copyOf(tokens, tokens.length + 1);
            tokens[tokens.length - 1] = best;
        }
        return text.tokenizer().decode(Arrays.copyOfRange(tokens, prompt.length, tokens.length));
    }

    private float[] logits(int[] prefix) {
        return new Generator(weights).logitsAfter(prefix, adapter);
    }

    private static double logProbability(float[] logits, int token) {
        double highest = IntStream.range(0, logits.length)
                .mapToDouble(i -> logits[i])
                .max()
                .orElseThrow();
        double sum = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] - highest))
                .sum();
        return logits[token] - highest - Math.log(sum);
    }
}
