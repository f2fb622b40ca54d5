/** Tests of the running service, with real parts and a small real model. */
@NullMarked
package dev.burnish.deployment.service;

import org.jspecify.annotations.NullMarked;
