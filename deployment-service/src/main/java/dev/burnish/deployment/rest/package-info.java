/** OpenAI's models, chat completions and completions endpoints, and the health of what is behind them. */
@NullMarked
package dev.burnish.deployment.rest;

import org.jspecify.annotations.NullMarked;
