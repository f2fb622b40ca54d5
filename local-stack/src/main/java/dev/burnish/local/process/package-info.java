/** Child processes: start, readiness, restart, stop; ports. */
@NullMarked
package dev.burnish.local.process;

import org.jspecify.annotations.NullMarked;
