package dev.burnish.formatting.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.contracts.Artifact;
import dev.burnish.contracts.DatasetRejected;
import dev.burnish.contracts.DatasetSubmitted;
import dev.burnish.contracts.Event;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.FineTuningJob;
import dev.burnish.contracts.Hyperparameters;
import dev.burnish.contracts.Lora;
import dev.burnish.contracts.Schedule;
import dev.burnish.contracts.SubmittedFile;
import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.report.ReportFiles;
import dev.burnish.formatting.storage.DetectedRowFiles;
import dev.burnish.kit.testing.InMemoryObjectStore;
import dev.burnish.kit.testing.ScriptedLease;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with a file, the job ends with its fault's code and the row's place, and nothing stays on the disk. */
class BrokenFilesTest {
    private static final long SEED = 20261124;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final FormatDataset formatDataset = new FormatDataset(
            new WordCounters(), new DetectedRowFiles(), new PlainForecasts(), new ReportFiles(store), store);

    static Stream<BrokenFile> corpus() {
        return BrokenFile.corpus(SEED);
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("corpus")
    void namesTheFault(BrokenFile file) throws Exception {
        Set<Path> before = temporaryFiles();

        Event event = format(file);

        assertThat(event).isInstanceOf(DatasetRejected.class);
        Failure failure = ((DatasetRejected) event).failure();
        assertThat(failure.code()).isEqualTo("invalid_training_file");
        assertThat(failure.message())
                .contains("[" + file.fault().code() + "]")
                .startsWith("The training file cannot be used. " + file.place())
                .hasSizeLessThan(2000)
                .doesNotContain("Exception", "\0");
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void holdsThreeHundredFilesAndNearlyEveryFault() {
        List<BrokenFile> files = corpus().toList();

        assertThat(files).hasSizeGreaterThanOrEqualTo(300);
        // What the base model alone decides, and the bound of a gigabyte, have tests of their own.
        assertThat(Arrays.stream(Fault.values())
                        .filter(fault -> files.stream().noneMatch(file -> file.fault() == fault)))
                .containsExactlyInAnyOrder(
                        Fault.FILE_TOO_LARGE,
                        Fault.REFUSED_BY_TEMPLATE,
                        Fault.TOOLS_NOT_SUPPORTED,
                        Fault.ANSWER_BEYOND_CONTEXT);
    }

    @Test
    void answersOrRefusesFilesWithAnyBytesChanged() throws Exception {
        Random random = new Random(SEED);
        List<BrokenFile> files =
                corpus().filter(file -> file.content().length < 100_000).toList();
        Set<Path> before = temporaryFiles();
        for (int trial = 0; trial < 600; trial++) {
            BrokenFile file = files.get(random.nextInt(files.size()));
            byte[] content = file.content().clone();
            for (int change = 0; change < 1 + random.nextInt(4) && content.length > 0; change++) {
                content[random.nextInt(content.length)] = (byte) random.nextInt();
            }
            Event event = format(new BrokenFile(file.name(), content, file.method(), file.fault(), ""));
            if (event instanceof DatasetRejected rejected) {
                assertThat(rejected.failure().message()).matches("(?s).*\\[[a-z_0-9]+].*|.*must have at least.*");
            }
        }
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void explainsEveryFaultInTheManual() throws Exception {
        String manual = Files.readString(Path.of(System.getProperty("burnish.home"), "docs", "data.md"));

        assertThat(Fault.values()).allSatisfy(fault -> assertThat(manual).contains("| `" + fault.code() + "` |"));
    }

    private Event format(BrokenFile file) throws Exception {
        Artifact content = store.put(
                "tenants/acme/files/file-1", new ByteArrayInputStream(file.content()), "application/octet-stream");
        FineTuningJob job = new FineTuningJob(
                "ftjob-1",
                "acme",
                WordCounters.NAME,
                "ft:words:acme::1",
                7,
                Hyperparameters.AUTO,
                Lora.DEFAULT,
                file.method(),
                Schedule.DEFAULT);
        return formatDataset.format(
                new DatasetSubmitted(job, new SubmittedFile("file-1", "rows", content), null),
                "tenants/acme/jobs/ftjob-1/attempts/1",
                new ScriptedLease());
    }

    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith("burnish-formatting-"
                                    + ProcessHandle.current().pid() + "-"))
                    .collect(Collectors.toSet());
        }
    }
}
