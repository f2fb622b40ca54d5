/** The API's reports, and estimates for ingestion. */
@NullMarked
package dev.burnish.formatting.rest;

import org.jspecify.annotations.NullMarked;
