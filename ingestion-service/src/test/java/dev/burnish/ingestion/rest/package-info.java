/** Calls the running service as clients do, against real parts. */
@NullMarked
package dev.burnish.ingestion.rest;

import org.jspecify.annotations.NullMarked;
