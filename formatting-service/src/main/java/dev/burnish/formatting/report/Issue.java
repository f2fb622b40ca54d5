package dev.burnish.formatting.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Everything that the report can find, most urgent first. The names are stable codes, the order is that of the next steps. */
public enum Issue {
    REFUSED(
            Level.ERROR,
            0,
            "The job was refused",
            "Mend what the message names, upload the file again and create a new job."),
    INVALID_ROW(
            Level.ERROR,
            0,
            "Rows that are no examples",
            "Mend the lines named here, or take them out, and upload the file again."),
    SECRET(
            Level.WARNING,
            40,
            "Keys, passwords or tokens",
            "Revoke them, replace them by a placeholder such as <API_KEY>, and upload the file again: a model repeats what it was trained on."),
    CONTRADICTORY_ANSWERS(
            Level.WARNING,
            35,
            "Different answers to the same prompt",
            "Decide on one answer for each prompt, or add to the prompt what makes the difference."),
    VALIDATION_LEAK(
            Level.WARNING,
            0,
            "Training rows that are also in the validation file",
            "They were left out of training. Take them out of one of the files, so that both stay as large as you mean them to be."),
    NEAR_VALIDATION_LEAK(
            Level.WARNING,
            30,
            "Training examples that nearly equal validation examples",
            "Keep such examples on one side: validation rewards what was learned by heart."),
    EMPTY_ANSWER(
            Level.WARNING,
            45,
            "Answers that say nothing",
            "Write the answer that you want from the model, or take the example out."),
    CUT_JSON(
            Level.WARNING,
            45,
            "Answers whose JSON ends too early",
            "Write the whole object: the model learns to stop where the answer stops."),
    TOO_LONG(
            Level.WARNING,
            30,
            "Examples longer than the model's context",
            "Shorten or split them: their end, with the end of the answer, is cut off in training."),
    NO_END_OF_TURN(
            Level.WARNING,
            0,
            "Answers that are not closed by a token that ends the turn",
            "Choose a base model whose chat template ends the assistant's turn: the tuned model would not know when to stop."),
    CUT_ANSWER(
            Level.WARNING,
            25,
            "Answers that end in the middle of a sentence",
            "Finish them: the model learns to stop where the answer stops."),
    REFUSAL(
            Level.WARNING,
            30,
            "Answers in which a model refuses or speaks of itself",
            "Replace them, unless this refusal is what you want to teach."),
    ECHO(Level.WARNING, 35, "Answers that repeat the prompt", "Write an answer, or take the example out."),
    PERSONAL_DATA(
            Level.WARNING,
            15,
            "Personal data",
            "Replace names, addresses and numbers by invented ones, unless you may train on them: a model can repeat them to anybody who uses it."),
    EXACT_DUPLICATE(
            Level.WARNING,
            0,
            "Rows that occur more than once",
            "They were left out. If one should count more, write it in other words instead."),
    NEAR_DUPLICATE(
            Level.WARNING,
            15,
            "Examples that nearly equal another one",
            "Keep the best of each group and write different examples: near copies cost training time and teach nothing new."),
    ANSWER_NOT_JSON(
            Level.WARNING,
            30,
            "Answers that are not JSON where most are",
            "Write them in the format of the others, or the model will mix formats."),
    ANSWER_KEYS_DIFFER(
            Level.WARNING,
            20,
            "JSON answers with other keys than most",
            "Use the same keys in every answer; write null where there is nothing to say."),
    GARBLED_TEXT(
            Level.WARNING,
            25,
            "Text that was saved in a wrong encoding",
            "Export the file again as UTF-8: sequences such as Ã© stand for letters that were lost."),
    OTHER_LANGUAGE(
            Level.NOTE,
            10,
            "Examples in another language than most",
            "Keep them if users write in that language; then there should be some dozens of them."),
    ONE_ANSWER(
            Level.WARNING,
            0,
            "Every answer is the same",
            "Add examples with other answers: nothing else can be learned from these."),
    UNEVEN_ANSWERS(
            Level.NOTE,
            0,
            "Some answers are rare",
            "Add examples of the rare answers, up to a few dozen each, or the model will seldom give them."),
    FEW_EXAMPLES(
            Level.WARNING,
            0,
            "Fewer than 50 examples",
            "Write more: 50 good ones are where fine-tuning begins to help, 200 to 500 are where most teams should be."),
    SPLIT_DIVIDES_NEAR_DUPLICATES(
            Level.WARNING,
            0,
            "Nearly all examples equal each other",
            "Near duplicates stand in training and in validation, because there is little else. Write different examples.");

    private static final List<Issue> OF_EXAMPLES =
            Arrays.stream(values()).filter(issue -> issue.penalty > 0).toList();

    private final Level level;
    private final int penalty;
    private final String title;
    private final String fix;

    Issue(Level level, int penalty, String title, String fix) {
        this.level = level;
        this.penalty = penalty;
        this.title = title;
        this.fix = fix;
    }

    /** Those that an example itself can have, and that lower its score. */
    static List<Issue> ofExamples() {
        return OF_EXAMPLES;
    }

    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    Level level() {
        return level;
    }

    /** What it takes from an example's score of 100; 0 for what is no example's own. */
    int penalty() {
        return penalty;
    }

    String title() {
        return title;
    }

    String fix() {
        return fix;
    }

    /** Its bit in a set of issues, of which there are fewer than 32. Such sets are neither stored nor sent. */
    @SuppressWarnings("EnumOrdinal")
    int bit() {
        return 1 << ordinal();
    }

    static List<Issue> of(int bits) {
        return OF_EXAMPLES.stream().filter(issue -> (bits & issue.bit()) != 0).toList();
    }
}
