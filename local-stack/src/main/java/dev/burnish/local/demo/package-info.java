/** One fine-tuning job from upload to answer, over the public API as any client would do it. */
@NullMarked
package dev.burnish.local.demo;

import org.jspecify.annotations.NullMarked;
