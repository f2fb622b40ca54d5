/** Files, jobs and their histories in PostgreSQL. */
@NullMarked
package dev.burnish.ingestion.persistence;

import org.jspecify.annotations.NullMarked;
