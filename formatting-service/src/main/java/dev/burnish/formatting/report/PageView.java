package dev.burnish.formatting.report;

import dev.burnish.formatting.report.QualityReport.Estimate;
import dev.burnish.formatting.report.QualityReport.Memory;
import dev.burnish.formatting.report.QualityReport.ModelEstimate;
import dev.burnish.formatting.report.QualityReport.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report in the words and shapes of the page: every number is a text, every chart a list of rectangles. */
public record PageView(
        QualityReport report,
        String status,
        List<Fact> facts,
        String scoreArc,
        List<Chart> charts,
        List<Fact> estimate,
        List<ShareTable> shares) {

    /** The ring of the score has this circumference. */
    private static final double RING = 2 * Math.PI * 42;

    private static final int CHART_WIDTH = 480;
    private static final int CHART_HEIGHT = 96;

    /** @param note what else there is to say, or "" */
    public record Fact(String name, String value, String note) {}

    /** @param caption the figures that the bars do not show */
    public record Chart(String title, List<Bar> bars, String from, String to, String caption) {}

    public record Bar(String x, String y, String width, String height, String label) {}

    public record ShareTable(String title, List<ShareRow> rows) {}

    /** @param percent a number for a width */
    public record ShareRow(String name, String count, String percent) {}

    static PageView of(QualityReport report) {
        Integer score = report.verdict().score();
        return new PageView(
                report,
                report.verdict().status().replace('_', ' '),
                facts(report),
                decimal(RING * (score == null ? 0 : score) / 100) + " " + decimal(RING),
                List.of(
                        chart("Tokens of an example", report.lengths().tokens()),
                        chart("Learned tokens of an example", report.lengths().learnedTokens()),
                        chart("Characters of a prompt", report.lengths().promptCharacters()),
                        chart("Characters of an answer", report.lengths().answerCharacters()),
                        bars(
                                "Quality of the examples",
                                report.quality().histogram(),
                                10,
                                "0",
                                "100",
                                "mean " + report.quality().mean() + " of 100")),
                estimate(report),
                shares(report));
    }

    private static List<Fact> facts(QualityReport report) {
        List<Fact> facts = new ArrayList<>();
        for (QualityReport.FileFacts file : report.files()) {
            String noun = file.file().equals("training_file") ? "training file" : "validation file";
            List<String> notes = new ArrayList<>();
            notes.add(file.filename() + ", " + bytes(file.bytes()));
            if (file.repeated() > 0) {
                notes.add(number(file.repeated()) + " repeated");
            }
            if (file.broken() > 0) {
                notes.add(number(file.broken()) + " broken" + (file.readToTheEnd() ? "" : ", not read to the end"));
            }
            facts.add(new Fact("examples in the " + noun, number(file.examples()), String.join("; ", notes)));
        }
        facts.add(new Fact("errors", number(report.verdict().errors()), ""));
        facts.add(new Fact("warnings", number(report.verdict().warnings()), ""));
        Estimate estimate = report.estimate();
        if (estimate != null) {
            facts.add(new Fact(
                    "tokens to train on", number(estimate.trainedTokens()), number(estimate.steps()) + " steps"));
            ModelEstimate model = estimate.model();
            if (model != null && model.seconds() != null) {
                facts.add(new Fact("training time", duration(model.seconds()), "at the speed measured here"));
            }
        }
        return facts;
    }

    private static List<Fact> estimate(QualityReport report) {
        Estimate estimate = report.estimate();
        List<Fact> facts = new ArrayList<>();
        if (estimate == null) {
            return facts;
        }
        facts.add(new Fact("Epochs", number(estimate.epochs()), ""));
        facts.add(new Fact("Batch size", number(estimate.batchSize()), "examples in each step"));
        facts.add(new Fact("Steps", number(estimate.steps()), ""));
        facts.add(new Fact(
                "Tokens",
                number(estimate.trainedTokens()),
                number(estimate.tokensPerEpoch()) + " in each epoch, of which "
                        + number(estimate.learnedTokensPerEpoch()) + " are learned"));
        ModelEstimate model = estimate.model();
        if (model == null) {
            return facts;
        }
        facts.add(new Fact("Parameters of the base model", number(model.parameters()), ""));
        facts.add(new Fact("Parameters trained", number(model.trainedParameters()), ""));
        for (Memory memory : model.memory()) {
            facts.add(new Fact(
                    "Memory in " + memory.precision(),
                    bytes(memory.least()) + " to " + bytes(memory.fastest()),
                    "from the least that is possible to the fastest"));
        }
        facts.add(new Fact(
                "Operations",
                String.format(Locale.ROOT, "%.1e", model.operations()),
                "floating-point, of matrix products"));
        Double seconds = model.seconds();
        facts.add(
                seconds == null
                        ? new Fact(
                                "Time",
                                "not known yet",
                                "the first training that finishes here tells the speed of its device")
                        : new Fact(
                                "Time",
                                duration(seconds),
                                "at the speed of the last " + model.measuredTrainings() + " trainings here"));
        return facts;
    }

    private static List<ShareTable> shares(QualityReport report) {
        List<ShareTable> tables = new ArrayList<>();
        QualityReport.Answers answers = report.answers();
        List<Share> formats = new ArrayList<>();
        int total = report.lengths().tokens().count();
        formats.add(new Share("parse as JSON", (int) Math.round(answers.jsonShare() * total), answers.jsonShare()));
        formats.add(new Share(
                "stand in a code fence", (int) Math.round(answers.fencedShare() * total), answers.fencedShare()));
        if (answers.prefix() != null) {
            Share prefix = answers.prefix();
            formats.add(new Share("begin with “" + prefix.name() + "”", prefix.count(), prefix.share()));
        }
        add("Answers that …", formats, tables);
        add("Classes of answers", answers.classes(), tables);
        add("Keys of JSON answers", answers.keys(), tables);
        for (Map.Entry<String, List<Share>> field : answers.classesOfFields().entrySet()) {
            add("Values of “" + field.getKey() + "”", field.getValue(), tables);
        }
        add("Languages", report.languages(), tables);
        return tables;
    }

    private static void add(String title, List<Share> shares, List<ShareTable> tables) {
        List<ShareRow> rows = shares.stream()
                .filter(share -> share.count() > 0)
                .map(share -> new ShareRow(share.name(), number(share.count()), decimal(100 * share.share())))
                .toList();
        if (!rows.isEmpty()) {
            tables.add(new ShareTable(title, rows));
        }
    }

    private static Chart chart(String title, Distribution distribution) {
        String caption = "median " + number(distribution.median()) + ", mean " + number(Math.round(distribution.mean()))
                + ", nine in ten from " + number(distribution.p5()) + " to " + number(distribution.p95()) + ", longest "
                + number(distribution.max()) + ", together " + number(distribution.total());
        long end = (long) distribution.width() * distribution.bins().size();
        return bars(title, distribution.bins(), distribution.width(), "0", number(end), caption);
    }

    private static Chart bars(String title, List<Integer> bins, int width, String from, String to, String caption) {
        int most = bins.stream().mapToInt(Integer::intValue).max().orElse(1);
        double step = (double) CHART_WIDTH / Math.max(1, bins.size());
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            int count = bins.get(i);
            // What is there is seen, however little it is.
            double height = count == 0 ? 0 : Math.max(2, (double) CHART_HEIGHT * count / Math.max(1, most));
            bars.add(new Bar(
                    decimal(i * step + 1),
                    decimal(CHART_HEIGHT - height),
                    decimal(Math.max(1, step - 2)),
                    decimal(height),
                    number((long) i * width) + " to " + number((i + 1L) * width - 1) + ": " + number(count)));
        }
        return new Chart(title, bars, from, to, caption);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " bytes";
        }
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
    }

    static String duration(double seconds) {
        long rounded = Math.max(1, Math.round(seconds));
        if (rounded < 120) {
            return rounded + " s";
        }
        return rounded < 2 * 3600
                ? Math.round(rounded / 60.0) + " min"
                : String.format(Locale.ROOT, "%.1f h", rounded / 3600.0);
    }
}
