package dev.burnish.formatting.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows to report on: a small file that has something of everything that is found in whole rows, and rows that have nothing. */
final class MixedRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SYSTEM = "File the mail.";

    private MixedRows() {}

    static List<String> rows() {
        List<String> rows = new ArrayList<>();
        String[] products = {"lamp", "router", "camera", "headset", "kettle", "printer"};
        String[] complaints = {
            "arrived broken and I want my money back",
            "has not come although you promised it for Monday",
            "gets so hot that nobody dares to touch it",
            "was charged twice on my last bill"
        };
        String[] kinds = {"refund", "delivery", "malfunction", "payment"};
        for (int i = 0; i < 24; i++) {
            rows.add(row(
                    "The " + products[i % 6] + " " + complaints[i % 4] + (i < 12 ? "" : ", please help"),
                    "{\"kind\":\"" + kinds[i % 4] + "\",\"product\":\"" + products[i % 6] + "\"}"));
        }
        // 25: the same as line 1; 26: nearly the same as line 2
        rows.add(rows.get(0));
        rows.add(rows.get(1).replace("Monday", "Monday!"));
        // 27 contradicts line 3
        rows.add(row(
                "The camera gets so hot that nobody dares to touch it",
                "{\"kind\":\"delivery\",\"product\":\"camera\"}"));
        rows.add(row("What is the weight of the headset?", "{\"kind\":\"question\",\"product\":\"head"));
        rows.add(row("Is there a manual for the kettle?", "Yes, one is in the box and one is online,"));
        rows.add(row(
                "My number is +49 170 1234567, call me about the printer",
                "{\"kind\":\"call\",\"product\":\"printer\"}"));
        rows.add(row(
                "The router says that the key sk-9fJ2kQ8vLw3ZbX7nTq5Y is wrong",
                "{\"kind\":\"malfunction\",\"product\":\"router\"}"));
        rows.add(row("Who answers here?", "As an AI language model, I cannot say who answers."));
        rows.add(row("Nothing", "TODO"));
        rows.add(row(
                "The lamp " + "really ".repeat(12) + "blinks",
                "{\"kind\":\"malfunction\",\"product\":\"lamp\",\"note\":\"a word that is behind the context\"}"));
        rows.add(row("Where is the cafÃ© machine?", "{\"kind\":\"delivery\",\"product\":\"machine\"}"));
        rows.add(row(
                "Ich habe die Lampe bestellt und sie ist noch nicht da, bitte",
                "{\"kind\":\"delivery\",\"product\":\"lamp\"}"));
        return rows;
    }

    static String row(String user, String assistant) {
        ObjectNode row = JSON.createObjectNode();
        ArrayNode messages = row.putArray("messages");
        messages.addObject().put("role", "system").put("content", SYSTEM);
        messages.addObject().put("role", "user").put("content", user);
        messages.addObject().put("role", "assistant").put("content", assistant);
        return row.toString();
    }

    /** Rows whose words are drawn at random; each fits the model's context. */
    static List<String> distinct(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> row("prompt " + words(random, 8), words(random, 6) + "."))
                .toList();
    }

    static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Integer.toString(50_000 + random.nextInt(1_000_000), 36).replaceAll("\\d", "q"))
                .collect(Collectors.joining(" "));
    }
}
