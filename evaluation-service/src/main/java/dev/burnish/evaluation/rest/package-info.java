/** The API's evaluations. */
@NullMarked
package dev.burnish.evaluation.rest;

import org.jspecify.annotations.NullMarked;
