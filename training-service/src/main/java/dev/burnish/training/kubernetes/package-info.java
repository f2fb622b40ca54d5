/** Training in a Kubernetes cluster, by Kubeflow Trainer. */
@NullMarked
package dev.burnish.training.kubernetes;

import org.jspecify.annotations.NullMarked;
