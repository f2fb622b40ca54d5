package dev.burnish.kit.errors;

import dev.burnish.kit.security.Caller;
import dev.burnish.kit.security.Scopes;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API that goes wrong in every way. */
@Path("/v1/things")
public class FaultyResource {
    private final Caller caller;

    public FaultyResource(Caller caller) {
        this.caller = caller;
    }

    record Thing(
            String name,
            @Max(50) int epochs,
            @Nullable List<Double> rates,
            @Nullable Kind kind) {
        Thing {
            if (name != null && name.isBlank()) {
                throw new IllegalArgumentException("name must not be blank");
            }
        }
    }

    enum Kind {
        GOOD
    }

    @GET
    @RolesAllowed(Scopes.READ)
    public Map<String, String> whose() {
        return Map.of("tenant", caller.tenant());
    }

    @POST
    @RolesAllowed(Scopes.WRITE)
    public Thing create(@NotNull @Valid Thing thing) {
        return thing;
    }

    @GET
    @Path("open")
    @PermitAll
    public String open() {
        return "open";
    }

    @GET
    @Path("unannotated")
    public String unannotated() {
        return "nobody should read this";
    }

    @GET
    @Path("operators")
    @RolesAllowed(Scopes.OPERATOR)
    public String operators() {
        return "for operators";
    }

    @GET
    @Path("limited")
    @RolesAllowed(Scopes.READ)
    public String limited(@QueryParam("limit") @Max(100) int limit) {
        return "limit " + limit;
    }

    @GET
    @Path("broken/{how}")
    @RolesAllowed(Scopes.READ)
    public String broken(@PathParam("how") String how) throws Exception {
        throw switch (how) {
            case "missing" -> ApiException.notFound("No such thing: t-1", "id", "thing_not_found");
            case "conflict" -> ApiException.conflict("The thing has ended.", null, "thing_ended");
            case "large" -> ApiException.tooLarge("A thing may have 10 bytes.", "file", null);
            case "away" -> ApiException.unavailable("Full.", Duration.ofMillis(1500));
            case "database" -> new IllegalStateException(new SQLTransientConnectionException("secret host unknown"));
            default -> new IllegalStateException("secret of the house");
        };
    }
}
