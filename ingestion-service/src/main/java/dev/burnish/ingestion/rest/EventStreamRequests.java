package dev.burnish.ingestion.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Decides whether a request for a job's events gets a page or a stream: a stream if it says {@code stream=true}, as OpenAI's clients do, or {@code Accept: text/event-stream}, as
 * browsers do; a page for all else.
 */
public class EventStreamRequests {
    @ServerRequestFilter(preMatching = true)
    public void negotiate(ContainerRequestContext request) {
        if (request.getUriInfo().getPath().endsWith("/events")) {
            String accept = request.getHeaderString(HttpHeaders.ACCEPT);
            boolean stream =
                    "true".equals(request.getUriInfo().getQueryParameters().getFirst("stream"))
                            || (accept != null && accept.contains(MediaType.SERVER_SENT_EVENTS));
            request.getHeaders()
                    .putSingle(HttpHeaders.ACCEPT, stream ? MediaType.SERVER_SENT_EVENTS : MediaType.APPLICATION_JSON);
        }
    }
}
