package dev.burnish.deployment.rest;

import dev.burnish.deployment.domain.Finish;

/** One choice of a completion, whole. */
record Answer(int choice, String text, Finish finish) {}
