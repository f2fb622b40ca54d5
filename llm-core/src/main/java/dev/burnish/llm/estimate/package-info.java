/** What a training will need, told before it runs. */
@NullMarked
package dev.burnish.llm.estimate;

import org.jspecify.annotations.NullMarked;
