/** A base model of one of several families: its configuration, its weights and their names. */
@NullMarked
package dev.burnish.llm.model;

import org.jspecify.annotations.NullMarked;
