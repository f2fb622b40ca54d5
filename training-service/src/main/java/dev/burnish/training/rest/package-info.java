/** What users ask about runs. */
@NullMarked
package dev.burnish.training.rest;

import org.jspecify.annotations.NullMarked;
