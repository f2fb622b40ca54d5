/** Every answer that is not a success has the shape of OpenAI's error object. */
@NullMarked
package dev.burnish.kit.errors;

import org.jspecify.annotations.NullMarked;
