/** Training at a provider with OpenAI's API. */
@NullMarked
package dev.burnish.training.hosted;

import org.jspecify.annotations.NullMarked;
