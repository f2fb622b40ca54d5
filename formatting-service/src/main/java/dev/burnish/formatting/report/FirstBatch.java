package dev.burnish.formatting.report;

import dev.burnish.formatting.report.QualityReport.ShownRow;
import dev.burnish.formatting.report.QualityReport.ShownText;
import dev.burnish.llm.text.ShownExample;
import dev.burnish.llm.text.ShownExample.ShownToken;
import java.util.ArrayList;
import java.util.List;

/** Examples as the model reads them, token by token, with what is learned. */
public final class FirstBatch {
    /** Examples of the first step that are shown. */
    public static final int MOST_EXAMPLES = 4;

    private static final int MOST_TOKENS = 800;

    private FirstBatch() {}

    /** What is sensitive is masked; the model reads it as it is. */
    public static ShownRow row(FilePlace place, ShownExample example) {
        String text = SensitiveText.masked(example.text());
        List<ShownText> shown = new ArrayList<>();
        List<String> run = new ArrayList<>();
        boolean learned = false;
        for (ShownToken token : example.tokens()
                .subList(0, Math.min(MOST_TOKENS, example.tokens().size()))) {
            if (token.learned() != learned && !run.isEmpty()) {
                shown.add(new ShownText(learned, List.copyOf(run)));
                run.clear();
            }
            learned = token.learned();
            run.add(text.substring(token.start(), token.end()));
        }
        if (!run.isEmpty()) {
            shown.add(new ShownText(learned, List.copyOf(run)));
        }
        return new ShownRow(
                place,
                shown,
                example.tokens().size(),
                (int) example.tokens().stream().filter(ShownToken::learned).count(),
                example.tokens().size() > MOST_TOKENS);
    }
}
