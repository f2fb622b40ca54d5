package dev.burnish.kit.errors;

import dev.burnish.kit.Ids;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives every request an id, the caller's if there is a good one, and every response a header with it; the log of an unexpected failure names it. */
@ApplicationScoped
public class RequestIds {
    static final String HEADER = "x-request-id";

    private static final Pattern GOOD = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int BEFORE_AUTHENTICATION = 1000;

    void register(@Observes Filters filters) {
        filters.register(RequestIds::assign, BEFORE_AUTHENTICATION);
    }

    private static void assign(RoutingContext context) {
        String given = context.request().getHeader(HEADER);
        String id = isGood(given) ? given : Ids.create("req_");
        context.response().putHeader(HEADER, id);
        context.next();
    }

    private static boolean isGood(@Nullable String id) {
        return id != null && GOOD.matcher(id).matches();
    }
}
