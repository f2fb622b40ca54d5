package dev.burnish.training.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The cluster that the service runs in, or that its kubeconfig names. It is not looked for before a model is trained there. */
@Singleton
public class Cluster {

    @Produces
    @ApplicationScoped
    KubernetesClient client() {
        return new KubernetesClientBuilder().build();
    }

    void close(@Disposes KubernetesClient client) {
        client.close();
    }
}
