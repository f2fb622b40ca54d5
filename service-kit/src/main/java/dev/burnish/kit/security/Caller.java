package dev.burnish.kit.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** Who makes the current request; the tenant comes from the key alone, never from a body, a header or a path. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;

    public Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws IllegalStateException when the endpoint lets everybody in and nobody has said who they are */
    public String tenant() {
        if (identity.isAnonymous()) {
            throw new IllegalStateException(
                    "an endpoint that asks for the tenant must name the scope that it needs with @RolesAllowed");
        }
        return identity.getPrincipal().getName();
    }
}
