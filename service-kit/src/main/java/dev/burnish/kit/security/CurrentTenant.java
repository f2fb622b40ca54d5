package dev.burnish.kit.security;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Whose work the current thread does: what it was told, else the caller's of the current request. */
@ApplicationScoped
public class CurrentTenant {
    /** The service's own work, for all tenants. No tenant can be called so. */
    public static final String EVERYBODY = "*";

    /** Work that nobody has said anything about. No tenant can be called so. */
    public static final String NOBODY = "";

    private static final ScopedValue<String> TOLD = ScopedValue.newInstance();

    private final SecurityIdentity identity;

    CurrentTenant(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Runs the work for the tenant, or for {@link #EVERYBODY}; threads that it starts are told nothing. */
    public static void run(String tenant, Runnable work) {
        ScopedValue.where(TOLD, tenant).run(work);
    }

    /** As {@link #run}, with a result. */
    public static <T, X extends Throwable> T call(String tenant, ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(TOLD, tenant).call(work);
    }

    /** The tenant, or {@link #EVERYBODY}, or {@link #NOBODY}. */
    public String get() {
        if (TOLD.isBound()) {
            return TOLD.get();
        }
        boolean asked = Arc.container().requestContext().isActive() && !identity.isAnonymous();
        return asked ? identity.getPrincipal().getName() : NOBODY;
    }
}
