package dev.burnish.training.engine;

import dev.burnish.llm.model.BaseModel;
import dev.burnish.llm.text.TextModel;

/** A base model in memory: its weights, and what turns messages into its tokens. */
record LoadedModel(String name, BaseModel weights, TextModel text) {}
