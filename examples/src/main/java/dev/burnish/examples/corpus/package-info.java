/** A seeded generator of business English and small office tasks: the text that the base model is pre-trained on. */
@NullMarked
package dev.burnish.examples.corpus;

import org.jspecify.annotations.NullMarked;
