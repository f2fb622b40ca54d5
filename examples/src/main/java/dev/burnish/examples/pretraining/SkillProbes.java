package dev.burnish.examples.pretraining;

import dev.burnish.examples.corpus.Skill;
import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.EncodedExample;
import dev.burnish.llm.text.Tokenizer;
import dev.burnish.llm.training.Losses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Measures each skill on questions that training does not draw: the share that the model answers exactly right. An answer is right when
 * each of its tokens has the highest logit given the right ones before it, which is when greedy generation gives it.
 */
final class SkillProbes {

    private static final int QUESTIONS = 40;

    private final Map<Skill, List<EncodedExample>> questions = new EnumMap<>(Skill.class);

    SkillProbes(long seed, Tokenizer tokenizer) {
        ConversationEncoder encoder = new ConversationEncoder(tokenizer);
        for (Skill skill : Skill.values()) {
            SplittableRandom random = new SplittableRandom(seed + questions.size());
            List<EncodedExample> examples = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                examples.add(encoder.encode(skill.question(random), false));
            }
            questions.put(skill, examples);
        }
    }

    /** One line with the share of each skill in per cent. */
    String report(BaseModel model) {
        StringBuilder line = new StringBuilder();
        for (Map.Entry<Skill, List<EncodedExample>> entry : questions.entrySet()) {
            long right = entry.getValue().stream()
                    .map(example -> Losses.evaluate(model, null, List.of(example)))
                    .filter(report -> report.correctTokens() == report.learnedTokens())
                    .count();
            line.append(entry.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                    .append(' ')
                    .append(100 * right / entry.getValue().size())
                    .append(" %, ");
        }
        return line.substring(0, line.length() - 2);
    }
}
