package dev.burnish.training.engine;

import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.TextModel;
import java.time.Instant;

/**
 * A base model in memory: its weights, and what turns messages into its tokens.
 *
 * @param installed when the model of this name that was loaded came to the models directory
 */
record LoadedModel(String name, Instant installed, BaseModel weights, TextModel text) {}
