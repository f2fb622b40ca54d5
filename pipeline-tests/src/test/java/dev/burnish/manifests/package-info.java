/** Checks that the Compose file and the Kubernetes manifests are valid and agree with the services, without a cluster. */
@NullMarked
package dev.burnish.manifests;

import org.jspecify.annotations.NullMarked;
