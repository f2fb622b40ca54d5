/** Holds the course of a job to its rules. */
@NullMarked
package dev.burnish.ingestion.domain;

import org.jspecify.annotations.NullMarked;
