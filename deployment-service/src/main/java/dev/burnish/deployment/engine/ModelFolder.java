package dev.burnish.deployment.engine;

import dev.burnish.llm.text.TextModel;
import java.nio.file.Path;

/** A base model's folder and what was read of it that turns text into tokens and back. */
record ModelFolder(Path path, TextModel text) {}
