package dev.burnish.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.burnish.contracts.Lora;
import dev.burnish.contracts.TrainingPlan;
import dev.burnish.kit.models.BaseModels;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.testing.RealParts;
import dev.burnish.llm.Precision;
import dev.burnish.llm.estimate.MemoryBudget;
import dev.burnish.llm.estimate.TrainingEstimate;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.training.domain.NoLongerWantedException;
import dev.burnish.training.domain.RunFailedException;
import dev.burnish.training.engine.TrainingRoom.Request;
import dev.burnish.training.engine.TrainingRoom.Stay;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory for one or two trainings of the small model, with micro-batches as small as they may be. */
@Timeout(120)
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "training"))
@WithTestResource(SmallModels.class)
class TrainingRoomTest {
    private static final int LONGEST = 64;

    @Inject
    DeviceEngine engine;

    @Inject
    EngineSettings settings;

    @Inject
    LoadedModels models;

    @Inject
    BaseModels folders;

    @Inject
    ObjectStore storage;

    private Request request;
    private TrainingEstimate least;

    @BeforeEach
    void estimate() throws Exception {
        ModelConfig config = ModelConfig.read(folders.find(SmallModels.SMALL).orElseThrow());
        TrainingPlan plan = new TrainingPlan(3, 4, 1);
        TrainingRecipe recipe = TrainingRecipe.of(
                new TrainingJobs(storage)
                        .dataset(SmallModels.SMALL, 42, plan, new Lora(4, 8, 0))
                        .job(),
                plan,
                settings);
        request = new Request(SmallModels.SMALL, config, recipe, LONGEST);
        least = TrainingEstimate.ofAdapter(config, engine.precision(), recipe.shape(), MemoryBudget.least(LONGEST));
    }

    private TrainingRoom room(long bytes) {
        return new TrainingRoom(new TrainingMemory(engine, new SettingsWithMemory(settings, bytes)), models);
    }

    /** The service's settings with another amount of memory. */
    private record SettingsWithMemory(EngineSettings others, long bytes) implements EngineSettings {
        @Override
        public Optional<MemorySize> memory() {
            return Optional.of(new MemorySize(BigInteger.valueOf(bytes)));
        }

        @Override
        public Device device() {
            return others.device();
        }

        @Override
        public Optional<Precision> precision() {
            return others.precision();
        }

        @Override
        public Optional<Integer> threads() {
            return others.threads();
        }

        @Override
        public double baseLearningRate() {
            return others.baseLearningRate();
        }

        @Override
        public double basePreferenceLearningRate() {
            return others.basePreferenceLearningRate();
        }

        @Override
        public double warmupRatio() {
            return others.warmupRatio();
        }

        @Override
        public double maxGradientNorm() {
            return others.maxGradientNorm();
        }
    }

    private FutureTask<Stay> enter(TrainingRoom room) {
        Callable<Stay> entering = () -> room.enter(request, () -> true);
        FutureTask<Stay> outcome = new FutureTask<>(entering);
        Thread thread = Thread.ofPlatform().start(outcome);
        await().until(() -> outcome.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
        return outcome;
    }

    @Test
    void trainingsOverOneModelShareItsWeightsAndTheirPasses() throws Exception {
        TrainingRoom room = room(least.total() + least.trained());

        Stay first = room.enter(request, () -> true);
        Stay second = room.enter(request, () -> true);
        assertThat(second.base()).isSameAs(first.base());
        FutureTask<Stay> third = enter(room);
        assertThat(third.isDone()).isFalse();
        first.close();

        third.get().close();
        second.close();
    }

    @Test
    void aTrainingThatIsNotWantedAnyMoreWaitsNoLongerAndLetsTheNextIn() throws Exception {
        TrainingRoom room = room(least.total());

        Stay first = room.enter(request, () -> true);
        assertThatThrownBy(() -> room.enter(request, () -> false)).isInstanceOf(NoLongerWantedException.class);
        FutureTask<Stay> next = enter(room);
        assertThat(next.isDone()).isFalse();
        first.close();

        next.get().close();
    }

    @Test
    void whatNeverFitsIsRefusedAtOnce() {
        TrainingRoom room = room(least.total() - 1);

        assertThatThrownBy(() -> room.enter(request, () -> true))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("This training needs at least");
    }
}
