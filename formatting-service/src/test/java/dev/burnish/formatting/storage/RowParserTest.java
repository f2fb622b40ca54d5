package dev.burnish.formatting.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RowParserTest {
    private static final String GOOD =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Hello\"}]}";

    private static ChatExample parse(String row, int line) throws InvalidRowException {
        return new RowParser().parse(JsonRow.read(row), line);
    }

    @Test
    void readsAChatRow() throws Exception {
        assertThat(parse(GOOD, 7))
                .isEqualTo(new ChatExample(List.of(ChatMessage.user("Hi"), ChatMessage.assistant("Hello")), 7));
    }

    @Test
    void readsAPromptAndItsCompletion() throws Exception {
        assertThat(parse("{\"prompt\":\"2+2=\",\"completion\":\" 4\"}", 1))
                .isEqualTo(new ChatExample(List.of(ChatMessage.user("2+2="), ChatMessage.assistant(" 4")), 1));
    }

    @Test
    void takesADeveloperForASystemMessage() throws Exception {
        assertThat(messages("{'role':'developer','content':'Be brief'}").getFirst())
                .isEqualTo(ChatMessage.system("Be brief"));
    }

    @Test
    void doesNotLearnAnAssistantMessageOfWeightZero() throws Exception {
        List<ChatMessage> messages =
                messages("{'role':'assistant','content':'Hm','weight':0},{'role':'user','content':'?'}");

        assertThat(messages.get(0)).isEqualTo(new ChatMessage("assistant", "Hm", false));
        assertThat(messages.getLast().learned()).isTrue();
    }

    @Test
    void joinsTextParts() throws Exception {
        assertThat(messages("{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}")
                        .getFirst())
                .isEqualTo(ChatMessage.user("ab"));
    }

    @Test
    void acceptsANameAndTheNullsOfExports() throws Exception {
        assertThat(messages("{'role':'user','content':'a','name':'Ann','tool_calls':null,'function_call':null}")
                        .getFirst())
                .isEqualTo(ChatMessage.user("a"));
    }

    static Stream<Arguments> brokenRows() {
        return Stream.of(
                row("prompt,completion", "not valid JSON at column 1"),
                row("7", "must be a JSON object, not a number"),
                row("[" + GOOD + "]", "must be a JSON object, not an array"),
                row("\"" + "a".repeat(50) + "\"", "not a string"),
                row(GOOD.substring(0, 40), "ends too early"),
                row(GOOD + " x", "not valid JSON at column"),
                row(GOOD + GOOD, "something follows the JSON object at column 85"),
                row("{'prompt':NaN,'completion':'a'}", "NaN"),
                row("{'prompt':'a','prompt':'b','completion':'c'}", "'prompt'", "twice"),
                row("{'prompt':'a','completion':'b','n':" + "[".repeat(40) + "]".repeat(40) + "}", "32 levels"),
                row("{'prompt':'a','completion':'b','n':" + "1".repeat(2000) + "}", "1000 digits"),
                row("{}", "neither \"messages\" nor both"),
                row("{'prompt':'a'}", "both \"prompt\" and \"completion\""),
                row("{'prompt':'a','completion':'b','id':1}", "unknown key \"id\""),
                row("{'prompt':1,'completion':'b'}", "prompt must be a string", "not a number"),
                row("{'prompt':'a','completion':''}", "completion is empty"),
                row("{'messages':{}}", "must be an array"),
                row("{'messages':[]}", "at least one message"),
                row("{'messages':[],'id':1}", "unknown key \"id\""),
                row(
                        "{'input':{},'preferred_output':[],'non_preferred_output':[]}",
                        "preference rows",
                        "method \"dpo\""),
                row("{'input':{},'preferred_completion':[],'non_preferred_completion':[]}", "preference rows"),
                message("'Hi'", "messages[0] must be an object", "not a string"),
                message("{'content':'a'}", "messages[0] has no \"role\""),
                message("{'role':'asistant','content':'a'}", "messages[0] has the unknown role \"asistant\""),
                message("{'role':'user'}", "messages[0] has no \"content\""),
                message("{'role':'user','content':null}", "messages[0].content", "not null"),
                message("{'role':'user','content':5}", "messages[0].content", "not a number"),
                message("{'role':'user','content':' \\n'}", "messages[0].content is empty"),
                message("{'role':'user','content':[]}", "messages[0].content is empty"),
                message("{'role':'user','content':['a']}", "messages[0].content[0] must be {\"type\""),
                message("{'role':'user','content':[{'type':'image_url','image_url':{}}]}", "only text is supported"),
                message(
                        "{'role':'user','content':[{'type':'text','text':1}]}",
                        "content[0] must have a string \"text\""),
                message("{'role':'user','content':'\\ud83d'}", "half a character"),
                message("{'role':'user','content':'a','name':7}", "messages[0].name"),
                message("{'role':'user','content':'a','colour':7}", "unknown key \"colour\""),
                message("{'role':'user','content':'a','weight':1}", "messages[0] has a weight"),
                message("{'role':'assistant','content':'a','weight':2}", "weight must be the number 0 or 1"),
                message("{'role':'assistant','content':'a','weight':1.0}", "weight must be the number 0 or 1"),
                message("{'role':'assistant','content':'a','weight':true}", "weight must be the number 0 or 1"),
                row("{'messages':[{'role':'assistant','content':'a'},{'role':'user','content':'b'}]}", "last message"),
                row("{'messages':[{'role':'assistant','content':'a','weight':0}]}", "nothing to learn"));
    }

    @ParameterizedTest
    @MethodSource("brokenRows")
    void saysWhatIsWrongWithABrokenRow(String row, List<String> expected) {
        assertThatThrownBy(() -> parse(row, 1))
                .isInstanceOf(InvalidRowException.class)
                .message()
                .contains(expected)
                .endsWith(".")
                .doesNotContain("Exception", "com.fasterxml", "Source:");
    }

    @Test
    void answersOrRefusesWhateverTheLineHolds() {
        Random random = new Random(20261124);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder row = new StringBuilder(GOOD);
            for (int change = 0; change < 1 + random.nextInt(3); change++) {
                row.setCharAt(random.nextInt(row.length()), "{}[]\",:\\u0aé\ud800\0".charAt(random.nextInt(14)));
            }
            try {
                assertThat(parse(row.toString(), 1).messages()).isNotEmpty();
            } catch (InvalidRowException e) {
                assertThat(e).message().isNotBlank().endsWith(".");
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 20_000);
    }

    private List<ChatMessage> messages(String first) throws InvalidRowException {
        return parse(json("{'messages':[" + first + ",{'role':'assistant','content':'Hello'}]}"), 1)
                .messages();
    }

    private static Arguments message(String first, String... expected) {
        return row("{'messages':[" + first + ",{'role':'assistant','content':'Hello'}]}", expected);
    }

    private static Arguments row(String row, String... expected) {
        return Arguments.of(json(row), List.of(expected));
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
