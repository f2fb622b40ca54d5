@NullMarked
package dev.burnish.evaluation.hosted;

import org.jspecify.annotations.NullMarked;
