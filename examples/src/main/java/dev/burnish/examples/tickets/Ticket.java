package dev.burnish.examples.tickets;

/**
 * A customer mail and the answer that the sample data set asks for.
 *
 * @param answer {@code {"kind":"…","product":"…","priority":"…"}}
 */
record Ticket(String mail, String answer) {

    static Ticket of(String mail, String kind, String product, String priority) {
        return new Ticket(
                mail, "{\"kind\":\"%s\",\"product\":\"%s\",\"priority\":\"%s\"}".formatted(kind, product, priority));
    }
}
