package dev.burnish.training.engine;

import dev.burnish.llm.estimate.TrainingEstimate;
import dev.burnish.llm.model.ModelConfig;
import dev.burnish.llm.training.MemoryPlan;
import dev.burnish.training.domain.NoLongerWantedException;
import dev.burnish.training.domain.RunFailedException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lets trainings in as long as all that are in fit in memory together: their base models, each once, and their adapters with optimizers; and beside these, one pass of whichever takes the most, because
 * passes come one after the other. A pass that several share is no larger than the smallest of their micro-batches may be.
 */
@Singleton
public class TrainingRoom {
    private static final long POLL_MILLIS = 200;

    private final TrainingMemory memory;
    private final LoadedModels models;
    private final List<Place> places = new ArrayList<>();
    private final Deque<Object> waiting = new ArrayDeque<>();

    public TrainingRoom(TrainingMemory memory, LoadedModels models) {
        this.memory = memory;
        this.models = models;
    }

    /**
     * A training that asks to be let in.
     *
     * @param longest tokens of what must run through the model at once
     */
    record Request(String baseModel, ModelConfig config, TrainingRecipe recipe, int longest) {

        /** Trainings of equal ones share a base model's weights. */
        String weights() {
            return baseModel + " " + recipe.quantisation();
        }
    }

    /** A training's share of the memory. */
    private record Place(String weights, MemoryPlan plan, TrainingEstimate estimate) {

        long passing() {
            return estimate.activations() + estimate.head();
        }
    }

    /** A training that is in: its plan and its base model, until it is closed. */
    final class Stay implements AutoCloseable {
        private final Place place;
        private final LoadedModel base;

        private Stay(Place place, LoadedModel base) {
            this.place = place;
            this.base = base;
        }

        MemoryPlan plan() {
            return place.plan();
        }

        LoadedModel base() {
            return base;
        }

        @Override
        public void close() {
            models.release(base);
            leave(place);
        }
    }

    /** @throws RunFailedException if such a model and adapter never fit, however short the examples are */
    void requireRoom(ModelConfig config, TrainingRecipe recipe) throws RunFailedException {
        memory.requireRoom(config, recipe);
    }

    /**
     * Waits for room, and loads the base model.
     *
     * @param isWanted asked now and then while there is no room
     * @throws RunFailedException if there never is enough, or the model cannot be loaded
     * @throws NoLongerWantedException once {@code isWanted} answers no
     */
    Stay enter(Request request, BooleanSupplier isWanted) throws RunFailedException, IOException {
        memory.plan(request.config(), request.recipe(), request.longest());
        Place place = awaitPlace(request, isWanted);
        try {
            return new Stay(
                    place, models.acquire(request.baseModel(), request.recipe().quantisation()));
        } catch (RunFailedException | IOException | RuntimeException e) {
            leave(place);
            throw e;
        }
    }

    private synchronized Place awaitPlace(Request request, BooleanSupplier isWanted) {
        Object turn = new Object();
        waiting.addLast(turn);
        try {
            while (true) {
                Optional<Place> place = waiting.getFirst().equals(turn) ? place(request) : Optional.empty();
                if (place.isPresent()) {
                    places.add(place.get());
                    return place.get();
                }
                if (!isWanted.getAsBoolean()) {
                    throw new NoLongerWantedException();
                }
                TimeUnit.MILLISECONDS.timedWait(this, POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoLongerWantedException();
        } finally {
            waiting.remove(turn);
            notifyAll();
        }
    }

    private Optional<Place> place(Request request) {
        Map<String, Long> weights = new HashMap<>();
        places.forEach(place -> weights.put(place.weights(), place.estimate().weights()));
        weights.remove(request.weights());
        long others = weights.values().stream().mapToLong(Long::longValue).sum()
                + places.stream().mapToLong(place -> place.estimate().trained()).sum();
        long mostPassing = places.stream().mapToLong(Place::passing).max().orElse(0);
        return memory.planWithin(memory.bytes() - others, request.config(), request.recipe(), request.longest())
                .map(plan ->
                        new Place(request.weights(), plan, memory.estimate(request.config(), request.recipe(), plan)))
                .filter(place -> others + place.estimate().total() + Math.max(0, mostPassing - place.passing())
                        <= memory.bytes());
    }

    private synchronized void leave(Place place) {
        places.remove(place);
        notifyAll();
    }
}
