package dev.burnish.examples.pretraining;

import dev.burnish.examples.tokenizer.TokenizerFiles;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;

/** Turns conversations into tokens as the base model's chat template does, without rendering text in between. */
final class ConversationEncoder {

    private static final int END = TokenizerFiles.SPECIAL.indexOf(TokenizerFiles.END);

    private final Tokenizer tokenizer;

    ConversationEncoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** @param all whether every token is learned, or only those of assistant messages and the end of their turns */
    EncodedExample encode(List<ChatMessage> conversation, boolean all) {
        IntStream.Builder tokens = IntStream.builder();
        IntStream.Builder learned = IntStream.builder();
        for (ChatMessage message : conversation) {
            tokens.add(TokenizerFiles.SPECIAL.indexOf("<|" + message.role() + "|>"));
            learned.add(0);
            for (int token : tokenizer.encode(message.content())) {
                tokens.add(token);
                learned.add(all || message.learned() ? 1 : 0);
            }
            tokens.add(END);
            learned.add(all || message.learned() ? 1 : 0);
        }
        int[] flags = learned.build().toArray();
        boolean[] mask = new boolean[flags.length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = flags[i] == 1;
        }
        return new EncodedExample(tokens.build().toArray(), mask, 1);
    }
}
