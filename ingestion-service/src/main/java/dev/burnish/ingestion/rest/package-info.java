/** OpenAI's files and fine-tuning endpoints. */
@NullMarked
package dev.burnish.ingestion.rest;

import org.jspecify.annotations.NullMarked;
