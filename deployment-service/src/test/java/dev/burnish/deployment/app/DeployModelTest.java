package dev.burnish.deployment.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.EventType;
import dev.burnish.contracts.Failure;
import dev.burnish.contracts.Samples;
import dev.burnish.deployment.domain.FairQueue;
import dev.burnish.deployment.domain.ServedModel;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.kit.work.Claim;
import dev.burnish.kit.work.Lease;
import dev.burnish.kit.work.WorkFailedException;
import dev.burnish.kit.work.WorkWaitsException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeployModelTest {
    private static final String MODEL = "ft:burnish-tiny:acme:tickets:7e6f5a4b";
    private static final Claim CLAIM = new Claim("ftjob-1", Samples.json(EventType.JOB_EVALUATED), 1, 1);

    private final FairQueue queue = new FairQueue(4, 4);
    private final Fakes.Folders folders = new Fakes.Folders();
    private final Fakes.Tuned tuned = new Fakes.Tuned();
    private final Fakes.Events events = new Fakes.Events();
    private final Fakes.Hosted hosted = new Fakes.Hosted();
    private final Fakes.Provider providers = new Fakes.Provider();
    private ScriptedModels models = new ScriptedModels("Hi", "");
    private GenerationLoop loop = new GenerationLoop(queue, models, new SimpleMeterRegistry());

    @AfterEach
    void stopTheLoop() {
        loop.stop();
    }

    @Test
    void deploysAModelThatAnswersTheProbe() throws Exception {
        loop.start();

        deployModel().perform(CLAIM, new HeldLease()).commit();

        assertThat(tuned.find("acme", MODEL)).hasValueSatisfying(model -> {
            assertThat(model.baseModel()).isEqualTo("burnish-tiny");
            assertThat(model.adapter().weights().bytes()).isEqualTo(1245184);
        });
        assertThat(events.told).containsExactly("deployed " + MODEL);
        assertThat(models.served)
                .singleElement()
                .satisfies(sequence -> assertThat(
                                sequence.request().decoding().sampling().temperature())
                        .isZero());
    }

    @Test
    void servesTheCheckpointsOfAJobUnderNamesOfTheirOwn() throws Exception {
        loop.start();
        String checkpoint = """
                {"step": 90, "train_loss": 0.5, "train_accuracy": 0.75, "adapter": {
                 "config": {"key": "c", "bytes": 1, "sha256": "%1$s"}, "weights": {"key": "w", "bytes": 2, "sha256": "%1$s"}}}
                """.formatted("0".repeat(64));
        String payload = Samples.json(EventType.JOB_EVALUATED)
                .replace("\"checkpoints\": []", "\"checkpoints\": [" + checkpoint + "]");

        deployModel()
                .perform(new Claim("ftjob-1", payload, 1, 1), new HeldLease())
                .commit();

        assertThat(tuned.find("acme", MODEL + ":ckpt-step-90"))
                .hasValueSatisfying(
                        model -> assertThat(model.adapter().weights().key()).isEqualTo("w"));
        assertThat(tuned.find("acme", MODEL)).isPresent();
        assertThat(events.told).containsExactly("deployed " + MODEL);
    }

    @Test
    void changesNothingBeforeTheCompletionIsCommitted() throws Exception {
        loop.start();

        deployModel().perform(CLAIM, new HeldLease());

        assertThat(tuned.rows).isEmpty();
        assertThat(events.told).isEmpty();
    }

    @Test
    void failsForGoodWhenTheAdapterIsCorrupt() {
        folders.failWith(Reason.ADAPTER_CORRUPT);

        assertThatThrownBy(() -> deployModel().perform(CLAIM, new HeldLease()))
                .isInstanceOfSatisfying(
                        WorkFailedException.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("artifact_corrupt"));
    }

    @Test
    void failsForGoodWhenTheModelGeneratesNoToken() {
        models = new ScriptedModels();
        loop = new GenerationLoop(queue, models, new SimpleMeterRegistry());
        loop.start();

        assertThatThrownBy(() -> deployModel().perform(CLAIM, new HeldLease()))
                .isInstanceOfSatisfying(
                        WorkFailedException.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo("probe_unanswered"));
    }

    @Test
    void leavesAPassingFailureToTheNextAttempt() {
        folders.failWith(Reason.STORAGE_UNAVAILABLE);

        assertThatThrownBy(() -> deployModel().perform(CLAIM, new HeldLease())).isInstanceOf(ServingException.class);
    }

    private static Claim hostedClaim() {
        String adapter = "(?s)\"adapter\": \\{.*?\\},\\s*\"examples\"";
        return new Claim(
                "ftjob-1",
                Samples.json(EventType.JOB_EVALUATED)
                        .replaceFirst(adapter, "\"adapter\": null, \"examples\"")
                        .replace("\"hosted_model\": null", "\"hosted_model\": \"ft:big:theirs\""),
                1,
                1);
    }

    @Test
    void deploysAHostedModelThatAnswersTheProbe() throws Exception {
        deployModel().perform(hostedClaim(), new HeldLease()).commit();

        assertThat(hosted.find("acme", MODEL))
                .hasValueSatisfying(model -> assertThat(model.providerModel()).isEqualTo("ft:big:theirs"));
        assertThat(events.told).containsExactly("deployed " + MODEL + " as ft:big:theirs");
        assertThat(providers.asked)
                .singleElement()
                .asString()
                .startsWith("/chat/completions {\"model\":\"ft:big:theirs\"");
    }

    @Test
    void failsAHostedModelThatDoesNotAnswerWithTheProvidersWords() {
        providers.answer(404, "{\"error\": {\"message\": \"no such model\"}}");

        assertThatThrownBy(() -> deployModel().perform(hostedClaim(), new HeldLease()))
                .isInstanceOf(WorkFailedException.class)
                .hasMessageContaining("probe_unanswered")
                .hasMessageContaining("no such model");
    }

    @Test
    void waitsForAProviderThatHasNoTime() {
        providers.failWith(Reason.PROVIDER_UNAVAILABLE);

        assertThatThrownBy(() -> deployModel().perform(hostedClaim(), new HeldLease()))
                .isInstanceOf(WorkWaitsException.class);
        assertThat(hosted.rows).isEmpty();
    }

    @Test
    void keepsAHostedModelThatItsProviderKeeps() throws Exception {
        deployModel().perform(hostedClaim(), new HeldLease()).commit();
        ServedModel.Hosted model = hosted.find("acme", MODEL).orElseThrow();
        DeleteModel deleteModel = new DeleteModel(folders, tuned, providers, hosted);

        providers.failWith(Reason.PROVIDER_REJECTED);
        assertThatThrownBy(() -> deleteModel.delete(model)).isInstanceOf(ServingException.class);

        assertThat(hosted.find("acme", MODEL)).isPresent();
    }

    @Test
    void publishesTheFailureOfItsJob() {
        deployModel().failed(CLAIM, new Failure("artifact_missing", "gone", null));

        assertThat(events.told).containsExactly("failed acme ftjob-0199e1f2a7c47d3e9b5a6c8d7e6f5a4b artifact_missing");
    }

    @Test
    void deletesTheFilesBeforeTheRow() throws Exception {
        ServedModel.Tuned model = Fakes.tuned("acme", "ft:tiny", "tiny");
        tuned.add(model);

        folders.failWith(Reason.STORAGE_UNAVAILABLE);
        assertThatThrownBy(() -> new DeleteModel(folders, tuned, providers, hosted).delete(model))
                .isInstanceOf(ServingException.class);
        assertThat(tuned.find("acme", "ft:tiny")).isPresent();

        Fakes.Folders healed = new Fakes.Folders();
        new DeleteModel(healed, tuned, providers, hosted).delete(model);
        assertThat(healed.deleted).containsExactly(model.adapter());
        assertThat(tuned.find("acme", "ft:tiny")).isEmpty();
    }

    private DeployModel deployModel() {
        return new DeployModel(
                new ProbeModel(new CompletePrompt(models, folders, queue)),
                tuned,
                events,
                new ProbeHostedModel(providers),
                hosted);
    }

    private static final class HeldLease implements Lease {
        @Override
        public void check() {}

        @Override
        public void commit(Runnable change) {
            change.run();
        }

        @Override
        public void progressed() {}
    }
}
