package dev.burnish.formatting.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.PreferenceExample;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PreferenceParserTest {
    private static final String INPUT = "'input':{'messages':[{'role':'user','content':'2+2?'}]}";
    private static final String FOUR = "[{'role':'assistant','content':'4'}]";
    private static final String FIVE = "[{'role':'assistant','content':'5'}]";

    private static PreferenceExample parse(String row, int line) throws InvalidRowException {
        return new PreferenceParser().parse(JsonRow.read(row), line);
    }

    private static String row(String input, String preferred, String other) {
        return json("{" + input + ",'preferred_output':" + preferred + ",'non_preferred_output':" + other + "}");
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }

    @Test
    void readsBothAnswersUnderEitherOfTheirNames() throws Exception {
        PreferenceExample expected = new PreferenceExample(
                List.of(ChatMessage.user("2+2?")),
                List.of(),
                ChatMessage.assistant("4"),
                ChatMessage.assistant("5"),
                7);
        String row = row(INPUT, FOUR, FIVE);

        assertThat(parse(row, 7)).isEqualTo(expected);
        assertThat(parse(row.replace("_output", "_completion"), 7)).isEqualTo(expected);
        assertThat(parse(row.replace("{\"messages\"", "{\"tools\":[],\"parallel_tool_calls\":null,\"messages\""), 7))
                .isEqualTo(expected);
    }

    static Stream<Arguments> brokenRows() {
        return Stream.of(
                broken("{'messages':[]}", "belongs to supervised rows", "dpo job", "method \"supervised\""),
                broken("{'prompt':'a','completion':'b'}", "supervised rows"),
                broken("{}", "\"input\" must be an object"),
                broken("{" + INPUT + "}", "\"preferred_output\" must be an array"),
                broken("{" + INPUT + ",'preferred_output':" + FOUR + "}", "\"non_preferred_output\" must be"),
                broken("{" + INPUT + ",'chosen':" + FOUR + "}", "rejected must be"),
                broken(
                        "{" + INPUT + ",'preferred_output':" + FOUR + ",'preferred_completion':" + FOUR + "}",
                        "mean the same"),
                broken(row("'input':{'messages':[]}", FOUR, FIVE), "at least one message"),
                broken(row("'input':{'messages':[{'role':'user'}]}", FOUR, FIVE), "input.messages[0] has no"),
                broken(
                        row("'input':{'messages':[{'role':'assistant','content':'a'}]}", FOUR, FIVE),
                        "must not have the role \"assistant\""),
                broken(row("'input':{'tools':[{}],'messages':[]}", FOUR, FIVE), "input.tools[0] must be"),
                broken(row("'input':{'system':'a','messages':[]}", FOUR, FIVE), "unknown key \"system\""),
                broken(row(INPUT, "[]", FIVE), "exactly one assistant message"),
                broken(
                        row(INPUT, FOUR, "[{'role':'user','content':'5'}]"),
                        "non_preferred_output[0] must have the role"),
                broken(
                        row(INPUT, FOUR, "[{'role':'assistant','content':''}]"),
                        "non_preferred_output[0].content is empty"),
                broken(row(INPUT, FOUR.replace("}", ",'weight':0}"), FIVE), "preferred_output[0] has the weight 0"),
                broken(row(INPUT, FOUR, FOUR.replace("4", " 4")), "both answers are the same"));
    }

    private static Arguments broken(String row, String... expected) {
        return Arguments.of(json(row), List.of(expected));
    }

    @ParameterizedTest
    @MethodSource("brokenRows")
    void saysWhatIsWrongWithABrokenRow(String row, List<String> expected) {
        assertThatThrownBy(() -> parse(row, 1))
                .isInstanceOf(InvalidRowException.class)
                .message()
                .contains(expected)
                .endsWith(".");
    }

    @Test
    void answersOrRefusesWhateverTheLineHolds() {
        Random random = new Random(20261124);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            StringBuilder row = new StringBuilder(row(INPUT, FOUR, FIVE));
            row.setCharAt(random.nextInt(row.length()), "{}[]\",:\\u0a\u00e9\ud800\0".charAt(random.nextInt(14)));
            try {
                assertThat(parse(row.toString(), 1).input()).isNotEmpty();
            } catch (InvalidRowException e) {
                assertThat(e).message().isNotBlank().endsWith(".");
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 9_999);
    }
}
