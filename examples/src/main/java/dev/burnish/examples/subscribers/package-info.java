/** A program that listens to Burnish's events. */
@NullMarked
package dev.burnish.examples.subscribers;

import org.jspecify.annotations.NullMarked;
