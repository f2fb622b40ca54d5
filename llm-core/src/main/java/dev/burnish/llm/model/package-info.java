/** A Llama-type base model: its configuration, its weights and their names. */
@NullMarked
package dev.burnish.llm.model;

import org.jspecify.annotations.NullMarked;
