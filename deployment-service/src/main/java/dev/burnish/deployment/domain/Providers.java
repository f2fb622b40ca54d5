package dev.burnish.deployment.domain;

import java.io.InputStream;

/** Where hosted models answer. */
public interface Providers {

    /**
     * An answer as it begins.
     *
     * @param status of HTTP
     * @param contentType {@code application/json}, or {@code text/event-stream} for one that comes in pieces
     * @param body has to be closed; doing so gives the rest of the answer up
     */
    record Answer(int status, String contentType, InputStream body) {}

    /**
     * Forwards a request; an answer of another status than 200 is one that says what is wrong with the request.
     *
     * @param path of the API, such as {@code /chat/completions}
     * @param json the request, which names the model as its provider does
     * @throws ServingException {@code PROVIDER_REFUSED}, when it does not let this installation in, or {@code PROVIDER_UNAVAILABLE}
     */
    Answer ask(ServedModel.Hosted model, String path, byte[] json) throws ServingException, InterruptedException;

    /**
     * Deletes the model at its provider; one that is not there any more is fine.
     *
     * @throws ServingException as {@link #ask}; {@code PROVIDER_REJECTED} when the provider keeps it
     */
    void delete(ServedModel.Hosted model) throws ServingException, InterruptedException;
}
