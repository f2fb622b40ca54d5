@NullMarked
package dev.burnish.llm.estimate;

import org.jspecify.annotations.NullMarked;
