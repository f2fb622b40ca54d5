package dev.burnish.examples.corpus;

import dev.burnish.llm.text.ChatMessage;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the base model is to be able to do. */
public enum Skill {
    NAMES_THE_PRODUCT,
    NAMES_THE_TOPIC,
    SEES_THE_PACE,
    SEES_THE_MOOD,
    FILLS_SEVERAL_FIELDS,
    CONVERTS_RECORDS,
    LOOKS_UP,
    EXTRACTS;

    /** A conversation that asks for the skill; its last message is the right answer. */
    public List<ChatMessage> question(RandomGenerator random) {
        return switch (this) {
            case NAMES_THE_PRODUCT -> MailTasks.question("product", random);
            case NAMES_THE_TOPIC -> MailTasks.question("topic", random);
            case SEES_THE_PACE -> MailTasks.question("pace", random);
            case SEES_THE_MOOD -> MailTasks.question("mood", random);
            case FILLS_SEVERAL_FIELDS -> MailTasks.several(random);
            case CONVERTS_RECORDS -> RecordTasks.convert(random);
            case LOOKS_UP -> RecordTasks.lookUp(random);
            case EXTRACTS -> RecordTasks.fromSentence(random);
        };
    }
}
