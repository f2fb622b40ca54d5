package dev.burnish.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobTest {
    @Test
    void namesTheModelAfterItsBaseTenantSuffixAndId() {
        assertThat(job("tickets").fineTunedModel()).isEqualTo("ft:burnish-tiny:acme:tickets:7e6f5a4b");
    }

    @Test
    void leavesTheSuffixOfTheNameEmptyWithoutOne() {
        assertThat(job(null).fineTunedModel()).isEqualTo("ft:burnish-tiny:acme::7e6f5a4b");
    }

    @Test
    void keepsUnsafeCharactersOfTheSuffixOutOfTheName() {
        assertThat(job("Tickets: v2/ä").fineTunedModel()).isEqualTo("ft:burnish-tiny:acme:Tickets--v2--:7e6f5a4b");
    }

    @Test
    void showsHyperparametersAsAskedForUntilTheyAreResolved() {
        Job job = job(null);

        assertThat(job.hyperparameters()).isEqualTo(new Hyperparameters(null, 4, null, null));
        Hyperparameters plan = new Hyperparameters(3, 4, 1.0, null);
        assertThat(Transition.of(job, new Fact.FilesValidated(plan, List.of()), Instant.EPOCH)
                        .job()
                        .hyperparameters())
                .isEqualTo(plan);
    }

    private static Job job(@Nullable String suffix) {
        return Job.submitted(
                "ftjob-0199e1f2a7c47d3e9b5a6c8d7e6f5a4b",
                "acme",
                Instant.EPOCH,
                new JobSpecification(
                        "burnish-tiny",
                        "file-t",
                        null,
                        suffix,
                        42,
                        Method.SUPERVISED,
                        new Hyperparameters(null, 4, null, null),
                        Lora.DEFAULT,
                        Schedule.DEFAULT,
                        null));
    }
}
