/** What a file and a fine-tuning job are to their user, and how a job's state follows from what the pipeline says. */
@NullMarked
package dev.burnish.ingestion.domain;

import org.jspecify.annotations.NullMarked;
