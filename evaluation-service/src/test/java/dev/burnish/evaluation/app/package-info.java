/** The use cases of evaluation, with fakes at the ports. */
@NullMarked
package dev.burnish.evaluation.app;

import org.jspecify.annotations.NullMarked;
