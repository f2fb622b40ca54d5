package dev.burnish.ingestion.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.burnish.ingestion.app.IssueKey;
import dev.burnish.ingestion.app.RevokeKey;
import dev.burnish.ingestion.domain.IssuedKey;
import dev.burnish.ingestion.domain.IssuedKeys;
import dev.burnish.ingestion.domain.PageRequest;
import dev.burnish.ingestion.domain.RefusedException;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The API keys of all tenants, for operators; shaped after the keys of OpenAI's administration API. Keys from the settings are not among them. */
@Path("/operator/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scopes.OPERATOR)
public class ApiKeyResource {
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final int MAX_NAME = 64;
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1000;

    /** The last second of the year 9999, about as far as anybody's clock goes. */
    private static final long LATEST = 253_402_300_799L;

    private final IssueKey issueKey;
    private final RevokeKey revokeKey;
    private final IssuedKeys keys;

    ApiKeyResource(IssueKey issueKey, RevokeKey revokeKey, IssuedKeys keys) {
        this.issueKey = issueKey;
        this.revokeKey = revokeKey;
        this.keys = keys;
    }

    /** The answer has the key, which is shown this once. All services know it within a second. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public ApiKeyView create(InputStream body) throws IOException {
        JsonFields fields =
                JsonFields.parse(JsonFields.body(body)).allowOnly(Set.of("tenant", "name", "scopes", "expires_at"));
        IssueKey.Issued issued = issueKey.issue(tenant(fields), name(fields), scopes(fields), expiry(fields));
        return ApiKeyView.of(issued.key(), issued.value());
    }

    /** Newest first, revoked and expired ones too. */
    @GET
    public PageView<ApiKeyView> list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        PageRequest request = PageParameters.read(after, limit, IdForms.KEY, DEFAULT_LIMIT, MAX_LIMIT);
        if (tenant != null && !TENANT.matcher(tenant).matches()) {
            throw invalidTenant();
        }
        return PageView.of(keys.page(tenant, request), key -> ApiKeyView.of(key, null), ApiKeyView::id);
    }

    @GET
    @Path("/{id}")
    public ApiKeyView get(@PathParam("id") String id) {
        return ApiKeyView.of(keys.get(known(id)).orElseThrow(() -> RefusedException.noSuchKey(id)), null);
    }

    /** Revokes the key, which all services know within a second; its record stays. */
    @DELETE
    @Path("/{id}")
    public DeletedView revoke(@PathParam("id") String id) {
        revokeKey.revoke(known(id));
        return new DeletedView(id, "api_key", true);
    }

    private static String known(String id) {
        if (!IdForms.KEY.matcher(id).matches()) {
            throw RefusedException.noSuchKey(id);
        }
        return id;
    }

    private static String tenant(JsonFields fields) {
        String tenant = fields.requiredText("tenant");
        if (!TENANT.matcher(tenant).matches()) {
            throw invalidTenant();
        }
        return tenant;
    }

    private static RefusedException invalidTenant() {
        return RefusedException.invalid(
                "Invalid 'tenant': it must have 1 to 64 letters, digits, '-' and '_', and begin with a letter or a digit.",
                "tenant",
                "invalid_value");
    }

    private static String name(JsonFields fields) {
        String name = fields.requiredText("name");
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw RefusedException.invalid(
                    "Invalid 'name': it must have 1 to " + MAX_NAME + " characters.", "name", "invalid_value");
        }
        return name;
    }

    private static List<String> scopes(JsonFields fields) {
        List<String> asked = fields.list("scopes");
        List<String> scopes =
                asked == null ? Scopes.OF_TENANT : asked.stream().distinct().toList();
        if (scopes.isEmpty() || !Scopes.ALL.containsAll(scopes)) {
            throw RefusedException.invalid(
                    "Invalid 'scopes': give at least one of " + String.join(", ", Scopes.ALL) + ".",
                    "scopes",
                    "invalid_value");
        }
        return scopes;
    }

    private static @Nullable Instant expiry(JsonFields fields) {
        long nextSecond = Instant.now().getEpochSecond() + 1;
        Long seconds = fields.integer("expires_at", nextSecond, LATEST);
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }

    /** A key as operators see it. */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ApiKeyView(
            String object,
            String id,
            String tenant,
            String name,
            List<String> scopes,
            String redactedValue,
            long createdAt,
            @Nullable Long expiresAt,
            @Nullable Long revokedAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String value) {
        static ApiKeyView of(IssuedKey key, @Nullable String value) {
            return new ApiKeyView(
                    "api_key",
                    key.id(),
                    key.tenant(),
                    key.name(),
                    key.scopes(),
                    "sk-burnish-..." + key.lastFour(),
                    key.createdAt().getEpochSecond(),
                    seconds(key.expiresAt()),
                    seconds(key.revokedAt()),
                    value);
        }

        private static @Nullable Long seconds(@Nullable Instant time) {
            return time == null ? null : time.getEpochSecond();
        }

        /** Without the key, so that no log has it. */
        @Override
        public String toString() {
            return id + " " + redactedValue;
        }
    }
}
