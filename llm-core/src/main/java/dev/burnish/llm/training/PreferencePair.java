package dev.burnish.llm.training;

import dev.burnish.llm.text.ChatTemplateException;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.ExampleEncoder;
import dev.burnish.llm.text.PreferenceExample;
import java.util.ArrayList;
import java.util.List;

/**
 * Two answers to one prompt, each with its learned tokens.
 *
 * @param preferred the answer that is wished
 * @param other the answer that is not
 */
public record PreferencePair(EncodedExample preferred, EncodedExample other) {

    public PreferencePair {
        Settings.require(preferred.learnedTokens() > 0, "the preferred answer has no learned token");
        Settings.require(other.learnedTokens() > 0, "the other answer has no learned token");
    }

    /**
     * The pairs as tokens, without those that lose all of an answer where the encoder cuts.
     *
     * @throws ChatTemplateException if the template refuses a conversation; the message names the line
     */
    public static List<PreferencePair> encode(List<PreferenceExample> examples, ExampleEncoder encoder)
            throws ChatTemplateException {
        List<PreferencePair> pairs = new ArrayList<>();
        for (PreferenceExample example : examples) {
            List<EncodedExample> answers = encoder.encode(List.of(example.preferredExample(), example.otherExample()))
                    .examples();
            if (answers.size() == 2) {
                pairs.add(new PreferencePair(answers.getFirst(), answers.getLast()));
            }
        }
        return pairs;
    }

    /** Of both answers, each with the prompt. */
    public int tokens() {
        return preferred.tokens().length + other.tokens().length;
    }
}
