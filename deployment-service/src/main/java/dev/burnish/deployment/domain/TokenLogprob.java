package dev.burnish.deployment.domain;

import dev.burnish.llm.text.TokenText;

/** A token with the natural logarithm of its probability, as the model has it before penalties, temperature and truncation. */
public record TokenLogprob(TokenText token, double logprob) {}
