package dev.burnish.examples.tickets;

/**
 * A customer mail and the answer that the sample data set asks for.
 *
 * @param answer {@code {"category":"…","product":"…","urgency":"…"}}
 */
record Ticket(String mail, String answer) {

    static Ticket of(String mail, String category, String product, String urgency) {
        return new Ticket(
                mail,
                "{\"category\":\"%s\",\"product\":\"%s\",\"urgency\":\"%s\"}".formatted(category, product, urgency));
    }
}
