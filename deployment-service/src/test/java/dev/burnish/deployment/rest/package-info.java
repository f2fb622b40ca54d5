/** Tests of request parsing and of the bytes that go out. */
@NullMarked
package dev.burnish.deployment.rest;

import org.jspecify.annotations.NullMarked;
