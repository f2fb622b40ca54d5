/** The sample data set of support mails, and the check that a LoRA adapter of the base model learns it. */
@NullMarked
package dev.burnish.examples.tickets;

import org.jspecify.annotations.NullMarked;
