package dev.burnish.examples.tickets;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code support-tickets.jsonl}, the sample data set in OpenAI's chat format. */
public final class WriteSupportTickets {

    static final String INSTRUCTION = "Sort the incoming mail: give kind, product, priority as JSON.";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 2026;
    private static final int TICKETS = 400;

    private WriteSupportTickets() {}

    /** Argument: the file to write. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("usage: WriteSupportTickets <file>");
            System.exit(2);
        }
        Files.write(Path.of(arguments[0]), lines());
    }

    /** The lines of the data set, all different. */
    static List<String> lines() throws IOException {
        TicketWriter writer = new TicketWriter(SEED);
        Map<String, Ticket> tickets = new LinkedHashMap<>();
        while (tickets.size() < TICKETS) {
            Ticket ticket = writer.next();
            tickets.putIfAbsent(ticket.mail(), ticket);
        }
        List<String> lines = new ArrayList<>();
        for (Ticket ticket : tickets.values()) {
            ObjectNode root = JSON.createObjectNode();
            ArrayNode messages = root.putArray("messages");
            messages.addObject().put("role", "system").put("content", INSTRUCTION);
            messages.addObject().put("role", "user").put("content", ticket.mail());
            messages.addObject().put("role", "assistant").put("content", ticket.answer());
            lines.add(JSON.writeValueAsString(root));
        }
        return lines;
    }
}
