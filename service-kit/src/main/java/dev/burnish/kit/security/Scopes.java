package dev.burnish.kit.security;

import java.util.List;

/** What a key may do. An endpoint names the one that it needs with {@code @RolesAllowed}. */
public final class Scopes {
    /** See what the tenant has: files, jobs, reports, evaluations, models. */
    public static final String READ = "read";

    /** Upload, create, change and delete what is the tenant's. */
    public static final String WRITE = "write";

    /** Ask models for answers. */
    public static final String INFERENCE = "inference";

    /** Manage what all tenants share: base models and keys. It includes none of the others. */
    public static final String OPERATOR = "operator";

    /** What a key may do unless its maker says otherwise: everything with what is its tenant's. */
    public static final List<String> OF_TENANT = List.of(READ, WRITE, INFERENCE);

    public static final List<String> ALL = List.of(READ, WRITE, INFERENCE, OPERATOR);

    private Scopes() {}
}
