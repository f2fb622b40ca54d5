/** The use cases of evaluation: queue one, compare the models, and the report that comes of it. */
@NullMarked
package dev.burnish.evaluation.app;

import org.jspecify.annotations.NullMarked;
