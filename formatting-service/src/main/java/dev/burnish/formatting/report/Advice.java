package dev.burnish.formatting.report;

import dev.burnish.formatting.report.QualityReport.Finding;
import dev.burnish.formatting.report.QualityReport.NextStep;
import dev.burnish.formatting.report.QualityReport.PromptFirst;
import dev.burnish.formatting.report.QualityReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the findings come to, and what to do. */
final class Advice {
    /** Below, hardly anybody sees an effect; OpenAI's published advice is to begin with 50 well-made examples, and 10 is the least that it takes. */
    static final int BEGINNING = 50;

    static final int COMFORTABLE = 200;
    static final int PLENTY = 500;

    private static final int GOOD_SCORE = 90;
    private static final int POOR_SCORE = 70;

    /** What is worth mending before anything is trained, whatever the score. */
    private static final Set<Issue> URGENT =
            Set.of(Issue.SECRET, Issue.NO_END_OF_TURN, Issue.ONE_ANSWER, Issue.SPLIT_DIVIDES_NEAR_DUPLICATES);

    private Advice() {}

    static Verdict verdict(List<Finding> findings, int examples, int score, PromptFirst promptFirst) {
        int errors = count(findings, Level.ERROR);
        int warnings = count(findings, Level.WARNING);
        boolean urgent = findings.stream().map(Finding::code).anyMatch(URGENT::contains);
        String status;
        String headline;
        if (errors > 0) {
            status = "refused";
            headline = "The job was refused. Mend what stands under errors and create it again.";
        } else if (urgent || score < POOR_SCORE || examples < BEGINNING) {
            status = "needs_work";
            headline = examples < BEGINNING
                    ? "Training can run, but success is unlikely with " + examples + " examples."
                    : "Training can run, but the data should be mended first.";
        } else if (warnings > 0 || score < GOOD_SCORE) {
            status = "usable";
            headline = "The data can be trained on. Mending the warnings will make the model better.";
        } else {
            status = "good";
            headline = "The data is ready.";
        }
        return new Verdict(status, errors, warnings, examples == 0 ? null : score, headline, promptFirst);
    }

    private static int count(List<Finding> findings, Level level) {
        return (int)
                findings.stream().filter(finding -> finding.level() == level).count();
    }

    static PromptFirst promptFirst(Assessment assessment, int examples) {
        List<String> reasons = new ArrayList<>();
        if (examples < BEGINNING) {
            reasons.add("There are fewer than " + BEGINNING
                    + " examples: the best of them may do more good in a prompt than in a training.");
        }
        List<AnswerStatistics.Form> classes = assessment.classes();
        if (!classes.isEmpty() && classes.size() <= 10 && examples < COMFORTABLE) {
            reasons.add("The answers are " + classes.size()
                    + " classes: a prompt that names them, with an example of each, often sorts as well.");
        }
        AnswerStatistics answers = assessment.inspection().answers();
        if (answers.total() > 0 && 5L * answers.copied() >= 4L * answers.total() && examples < COMFORTABLE) {
            reasons.add(
                    "Most answers stand in their prompts word for word: a prompt that says what to copy out often does as well.");
        }
        long contradicted = assessment.contradicted().size();
        if (examples > 0 && 5 * contradicted >= examples) {
            reasons.add(
                    "Every fifth prompt or more has different answers: write down what makes an answer right before a model is to learn it.");
        }
        return new PromptFirst(!reasons.isEmpty(), reasons);
    }

    /** In the order in which they help most. */
    static List<NextStep> nextSteps(List<Finding> findings, int examples, PromptFirst promptFirst) {
        List<NextStep> steps = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.level() != Level.NOTE && finding.code() != Issue.FEW_EXAMPLES) {
                steps.add(new NextStep(
                        finding.code().code(),
                        finding.title()
                                + (finding.count() > 1 ? " (" + finding.count() + "). " : ". ")
                                + finding.fix()));
            }
        }
        if (promptFirst.advised()) {
            steps.add(
                    new NextStep(
                            "prompt_first",
                            "Try the base model with a better prompt first, and keep its answers to the validation examples to compare with."));
        }
        if (examples > 0) {
            steps.add(size(examples));
        }
        return steps;
    }

    private static NextStep size(int examples) {
        if (examples < BEGINNING) {
            return new NextStep(
                    Issue.FEW_EXAMPLES.code(),
                    "Write more examples: there are " + examples + "; " + BEGINNING
                            + " good ones are where fine-tuning begins to help, " + COMFORTABLE + " to " + PLENTY
                            + " are where most teams should be.");
        }
        if (examples < COMFORTABLE) {
            return new NextStep(
                    "train_and_compare",
                    "Train, and look at the evaluation against the base model. If " + examples
                            + " examples change nothing, look at the task or the prompt again; if they help, write more: "
                            + COMFORTABLE + " to " + PLENTY + " are where most teams should be.");
        }
        return examples <= PLENTY
                ? new NextStep("train", "Train. " + examples + " examples are what most tasks need.")
                : new NextStep(
                        "train_on_half",
                        "Train. To see whether more examples would pay, train on half of them too: each doubling tends to bring about as much as the one before.");
    }
}
