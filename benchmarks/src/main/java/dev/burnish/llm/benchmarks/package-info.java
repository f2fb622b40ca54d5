/** Programs that a comparison drives line by line: each is one side of a benchmark, and lives as long as its rounds. */
@NullMarked
package dev.burnish.llm.benchmarks;

import org.jspecify.annotations.NullMarked;
