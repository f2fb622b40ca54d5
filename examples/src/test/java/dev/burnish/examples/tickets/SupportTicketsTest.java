package dev.burnish.examples.tickets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatExamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupportTicketsTest {

    private static final Path FILE = Path.of("support-tickets.jsonl");

    @Test
    void fileIsWhatTheProgramWrites() throws IOException {
        assertThat(Files.readAllLines(FILE)).isEqualTo(WriteSupportTickets.lines());
    }

    @Test
    void mailsDifferAndNameTheirProduct() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, Integer> mails = new HashMap<>();
        try (InputStream input = Files.newInputStream(FILE)) {
            List<ChatExample> examples = ChatExamples.read(input);
            assertThat(examples).hasSize(400);
            for (ChatExample example : examples) {
                String mail = example.messages().get(1).content();
                mails.merge(mail, 1, Integer::sum);
                JsonNode answer = json.readTree(example.messages().get(2).content());
                assertThat(mail.toLowerCase(Locale.ROOT))
                        .contains(answer.get("product").textValue().toLowerCase(Locale.ROOT));
                assertThat(answer.get("priority").textValue()).isIn("rush", "steady", "slow");
            }
        }
        assertThat(mails).hasSize(400);
    }
}
