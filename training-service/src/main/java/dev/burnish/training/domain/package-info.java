/** What a training run is: its states, its failures, what it tells of its progress, and the ports it needs. */
@NullMarked
package dev.burnish.training.domain;

import org.jspecify.annotations.NullMarked;
