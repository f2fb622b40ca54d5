package dev.burnish.examples.pretraining;

import dev.burnish.examples.corpus.Corpus;
import dev.burnish.examples.tokenizer.TokenizerFiles;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The batches of each stage of pre-training: first copying of random tokens, then conversations. */
final class Curriculum {

    private static final int BATCH_TOKENS = 4096;
    private static final int COPY_BATCH_TOKENS = 2048;
    private static final int LONGEST = 1024;

    private final Corpus corpus;
    private final ConversationEncoder encoder;
    private final int vocabularySize;
    private final SplittableRandom random;

    Curriculum(long seed, Tokenizer tokenizer) {
        corpus = new Corpus(seed);
        encoder = new ConversationEncoder(tokenizer);
        vocabularySize = tokenizer.vocabularySize();
        random = new SplittableRandom(seed);
    }

    /**
     * One lesson of copying.
     *
     * @param tokens how many different tokens there are, at most
     * @param longest most tokens to copy, of which a quarter is the fewest
     */
    record CopyLesson(int tokens, int longest) {}

    /** Random tokens, written twice; the second writing is learned. */
    List<EncodedExample> copying(CopyLesson lesson) {
        return fill(COPY_BATCH_TOKENS, () -> copy(lesson));
    }

    /** Conversations; of three in ten every token is learned, of the others what the assistant says. */
    List<EncodedExample> conversations() {
        return fill(BATCH_TOKENS, () -> encoder.encode(corpus.next(), random.nextInt(10) < 3));
    }

    private static List<EncodedExample> fill(int batchTokens, Supplier<EncodedExample> source) {
        List<EncodedExample> batch = new ArrayList<>();
        int tokens = 0;
        while (tokens < batchTokens) {
            EncodedExample example = source.get();
            if (example.tokens().length <= LONGEST) {
                batch.add(example);
                tokens += example.tokens().length;
            }
        }
        return batch;
    }

    private EncodedExample copy(CopyLesson lesson) {
        int length = random.nextInt(lesson.longest() / 4, lesson.longest() + 1);
        int first = TokenizerFiles.SPECIAL.size();
        int[] tokens = new int[2 * length];
        boolean[] learned = new boolean[tokens.length];
        for (int i = 0; i < length; i++) {
            tokens[i] = random.nextInt(first, Math.min(first + lesson.tokens(), vocabularySize));
            tokens[length + i] = tokens[i];
            learned[length + i] = true;
        }
        return new EncodedExample(tokens, learned, 1);
    }
}
