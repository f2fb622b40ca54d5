package dev.burnish.llm.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Which examples each step takes. Every epoch takes each once, in an order of its own that follows from the seed. */
public record Epochs(int examples, TrainingSettings settings) {

    private int stepsPerEpoch() {
        return Math.ceilDiv(examples, settings.batchSize());
    }

    /** Steps of all epochs. */
    public int totalSteps() {
        return Math.multiplyExact(settings.epochs(), stepsPerEpoch());
    }

    /** Places, from 0, of the examples of a step; steps count from 1. */
    public List<Integer> batch(int step) {
        int epoch = (step - 1) / stepsPerEpoch();
        int first = (step - 1) % stepsPerEpoch() * settings.batchSize();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, examples).boxed().toList());
        Collections.shuffle(order, new Random(settings.seed() + epoch));
        return order.subList(first, Math.min(first + settings.batchSize(), examples));
    }

    /** The seed of a step's dropout. */
    int dropoutSeed(int step) {
        return new Random(settings.seed() * 1_000_003 + step).nextInt(Integer.MAX_VALUE / 2);
    }
}
