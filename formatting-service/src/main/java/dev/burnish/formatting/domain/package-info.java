/** The rules of a data set: what counts as equal, what is held out for validation, how many passes it needs, how its faults are told; and the ports to files and models. */
@NullMarked
package dev.burnish.formatting.domain;

import org.jspecify.annotations.NullMarked;
