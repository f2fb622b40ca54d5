package dev.burnish.training.engine;

import dev.burnish.llm.kernel.Quantisation;
import dev.burnish.llm.model.BaseModel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A base model in memory, and the trainings over it.
 *
 * @param identity tells this model from others of its name, on any machine
 * @param quantisation how its matrices are kept in fewer bits; null if they are not
 * @param installed when the model of this name that was loaded came to the models directory
 * @param steps of the trainings over it
 */
record LoadedModel(
        String name,
        String identity,
        @Nullable Quantisation quantisation,
        Instant installed,
        BaseModel weights,
        StepGroup<Learning> steps) {}
