/** What an evaluation is: how a base and a tuned model are compared, what is found, and the ports that this needs. */
@NullMarked
package dev.burnish.evaluation.domain;

import org.jspecify.annotations.NullMarked;
