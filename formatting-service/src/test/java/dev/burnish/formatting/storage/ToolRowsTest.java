package dev.burnish.formatting.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.burnish.formatting.domain.Fault;
import dev.burnish.formatting.domain.Fingerprint;
import dev.burnish.formatting.domain.InvalidRowException;
import dev.burnish.formatting.domain.Row;
import dev.burnish.llm.text.ChatExample;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import dev.burnish.llm.text.PreferenceExample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolRowsTest {
    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'weather','description':'Now','parameters':{'type':'object'}}},"
                    + "{'type':'function','function':{'name':'time'}}]";
    private static final String ASK = "{'role':'user','content':'Rome?'}";
    private static final String CALL =
            "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'weather','arguments':'{}'}}]}";
    private static final String TWO_CALLS = "{'role':'assistant','content':null,'tool_calls':["
            + "{'id':'c1','type':'function','function':{'name':'weather','arguments':'{}'}},"
            + "{'id':'c2','type':'function','function':{'name':'time','arguments':'{}'}}]}";
    private static final String SUNNY = "{'role':'tool','tool_call_id':'c1','content':'sunny'}";
    private static final String ANSWER = "{'role':'assistant','content':'It is sunny.'}";

    private static final Map<String, Object> WEATHER = Map.of(
            "type",
            "function",
            "function",
            Map.of("name", "weather", "description", "Now", "parameters", Map.of("type", "object")));
    private static final Map<String, Object> TIME = Map.of("type", "function", "function", Map.of("name", "time"));

    @Test
    void readsCallsAndTheirAnswersWithTheToolsOfTheRow() throws Exception {
        ChatExample example = parse(row(TOOLS + ",'parallel_tool_calls':true", ASK, CALL, SUNNY, ANSWER));

        assertThat(example)
                .isEqualTo(new ChatExample(
                        List.of(
                                ChatMessage.user("Rome?"),
                                ChatMessage.calling("", new ToolCall("c1", "weather", "{}")),
                                ChatMessage.tool("c1", "sunny"),
                                ChatMessage.assistant("It is sunny.")),
                        List.of(WEATHER, TIME),
                        3));
    }

    @Test
    void takesAnswersOfOneMessagesCallsInAnyOrderAndEmptyOnes() throws Exception {
        ChatExample example =
                parse(row(TOOLS, ASK, TWO_CALLS, "{'role':'tool','tool_call_id':'c2','content':''}", SUNNY, ANSWER));

        assertThat(example.messages().get(1).toolCalls())
                .extracting(ToolCall::id)
                .containsExactly("c1", "c2");
        assertThat(example.messages().get(2)).isEqualTo(ChatMessage.tool("c2", ""));
    }

    @Test
    void mayEndWithACallAndLeaveItUnlearned() throws Exception {
        assertThat(parse(row(TOOLS, ASK, CALL)).messages().getLast().learned()).isTrue();
        assertThat(parse(row(TOOLS, ASK, CALL.replace("'role'", "'weight':0,'role'"), SUNNY, ANSWER))
                        .messages())
                .extracting(ChatMessage::learned)
                .containsExactly(false, false, false, true);
    }

    @Test
    void convertsFunctionsAndTheirCallsToTools() throws Exception {
        ChatExample example = parse(row(
                "'functions':[{'name':'weather','description':'Now','parameters':{'type':'object'}}]",
                ASK,
                "{'role':'assistant','content':null,'function_call':{'name':'weather','arguments':'{\\\"a\\\":1}'}}",
                "{'role':'function','name':'weather','content':'sunny'}",
                ANSWER));

        assertThat(example.tools()).containsExactly(WEATHER);
        assertThat(example.messages())
                .contains(
                        ChatMessage.calling("", new ToolCall("call00001", "weather", "{\"a\":1}")),
                        ChatMessage.tool("call00001", "sunny"));
    }

    @Test
    void readsShareGptsCallsWithToolsAsText() throws Exception {
        ChatExample example = parse("{'conversations':[{'from':'human','value':'Rome?'},"
                + "{'from':'function_call','value':'{\\\"name\\\":\\\"weather\\\",\\\"arguments\\\":{\\\"city\\\":\\\"Rome\\\"}}'},"
                + "{'from':'observation','value':'sunny'},{'from':'gpt','value':'It is sunny.'}],"
                + "'system':'Be brief.','tools':'[{\\\"name\\\":\\\"weather\\\"}]'}");

        assertThat(example.tools()).containsExactly(Map.of("type", "function", "function", Map.of("name", "weather")));
        assertThat(example.messages())
                .containsExactly(
                        ChatMessage.system("Be brief."),
                        ChatMessage.user("Rome?"),
                        ChatMessage.calling("", new ToolCall("call00001", "weather", "{\"city\":\"Rome\"}")),
                        ChatMessage.tool("call00001", "sunny"),
                        ChatMessage.assistant("It is sunny."));
    }

    @Test
    void givesPreferencesTheirToolsAndLetsEitherAnswerCall() throws Exception {
        PreferenceExample pair = new PreferenceParser()
                .parse(
                        JsonRow.read(json("{'input':{'messages':[" + ASK + "]," + TOOLS + "},'preferred_output':["
                                + CALL + "],'non_preferred_output':[" + ANSWER + "]}")),
                        1);

        assertThat(pair.tools()).containsExactly(WEATHER, TIME);
        assertThat(pair.preferred().toolCalls()).containsExactly(new ToolCall("c1", "weather", "{}"));
        assertThat(pair.other()).isEqualTo(ChatMessage.assistant("It is sunny."));
    }

    @Test
    void tellsRowsApartThatDifferInNothingButTools() throws Exception {
        String[] rows = {
            row(TOOLS, ASK, ANSWER),
            row(TOOLS.replace("Now", "Then"), ASK, ANSWER),
            "{'messages':[" + ASK + "," + ANSWER + "]}",
            row(TOOLS, ASK, CALL),
            row(TOOLS, ASK, CALL.replace("'{}'", "'{\\\"a\\\":1}'"))
        };

        assertThat(rows).extracting(ToolRowsTest::fingerprint).doesNotHaveDuplicates();
        assertThat(fingerprint(row(TOOLS.replace("'name':'time'", "'strict':null,'name':'time'"), ASK, ANSWER)))
                .isEqualTo(fingerprint(rows[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tools':{}                                       | A         | INVALID_TOOL         | tools must be an array",
                "'tools':[7]                                      | A         | INVALID_TOOL         | tools[0] must be {\"type\"",
                "'tools':[{'type':'web','function':{'name':'a'}}] | A         | INVALID_TOOL         | tools[0] must be",
                "'functions':['a']                                | A         | INVALID_TOOL         | functions[0] must be an object",
                "'functions':[{'name':'a b'}]                     | A         | INVALID_TOOL         | functions[0].name must be 1 to 64",
                "'functions':[{'name':'a','parameters':[]}]       | A         | INVALID_TOOL         | functions[0].parameters must be a JSON",
                "'functions':[{'name':'a'},{'name':'a'}]          | A         | DUPLICATE_TOOL       | functions[1] has the name",
                "'functions':[{'name':'a','x':1}]                 | A         | UNKNOWN_KEY          | unknown key \"x\"",
                "'functions':[{'name':'a\\u0000'}]                | A         | INVALID_TOOL         | name must be",
                "'functions':[],'tools':[]                        | A         | AMBIGUOUS_KEYS       | mean the same",
                "'tools':[],'parallel_tool_calls':1               | A         | WRONG_TYPE           | must be true or false",
                "'tools':[]                                       | Q,C       | UNKNOWN_TOOL         | calls \"weather\"",
                "T                                                | Q,X       | UNKNOWN_TOOL         | calls \"rain\"",
                "T,'parallel_tool_calls':false                    | Q,D       | PARALLEL_TOOL_CALLS  | several tools at once",
                "T                                                | Q,C,A     | UNANSWERED_TOOL_CALL | messages[2] comes before the call \"c1\"",
                "T                                                | Q,D,S,A   | UNANSWERED_TOOL_CALL | call \"c2\" of \"time\"",
                "T                                                | Q,C,S,S,A | UNKNOWN_TOOL_CALL    | messages[3] answers \"c1\"",
                "T                                                | Q,S,A     | UNKNOWN_TOOL_CALL    | messages[1] answers \"c1\"",
                "T                                                | Q,N,A     | UNKNOWN_TOOL_CALL    | has no \"tool_call_id\"",
                "T                                                | Q,C,F,A   | UNKNOWN_TOOL_CALL    | answers \"time\", but \"weather\" was called",
                "T                                                | Q,E       | INVALID_TOOL_CALL    | at least one call",
                "T                                                | Q,I       | INVALID_TOOL_CALL    | tool_calls[0] must be {\"id\"",
                "T                                                | Q,O       | INVALID_TOOL_CALL    | arguments are a JSON object as text",
                "T                                                | Q,L       | INVALID_ARGUMENTS    | not an array",
                "T                                                | Q,J       | INVALID_ARGUMENTS    | ends too early",
                "T                                                | Q,2       | DUPLICATE_TOOL_CALL  | id \"c1\" of another call",
                "T                                                | Q,B       | AMBIGUOUS_KEYS       | which mean the same",
                "T                                                | Q,C,S     | LAST_MESSAGE         | last message",
                "T                                                | U,A       | UNKNOWN_KEY          | only assistant messages call tools",
            })
    void namesWhatBreaksTheRulesOfTools(String keys, String messages, Fault fault, String expected) {
        String row = row(
                keys.strip().replaceFirst("^T", TOOLS),
                messages.strip()
                        .chars()
                        .filter(letter -> letter != ',')
                        .mapToObj(ToolRowsTest::message)
                        .toArray(String[]::new));

        InvalidRowException invalid = catchThrowableOfType(InvalidRowException.class, () -> parse(row));

        assertThat(invalid.fault()).isEqualTo(fault);
        assertThat(invalid.problem()).contains(expected).endsWith(".");
    }

    private static String message(int letter) {
        String function = "'type':'function','function':{'name':'weather','arguments':'{}'}";
        return switch (letter) {
            case 'Q' -> ASK;
            case 'A' -> ANSWER;
            case 'C' -> CALL;
            case 'D' -> TWO_CALLS;
            case '2' -> TWO_CALLS.replace("c2", "c1");
            case 'S' -> SUNNY;
            case 'N' -> "{'role':'tool','content':'sunny'}";
            case 'F' -> "{'role':'function','name':'time','content':'sunny'}";
            case 'X' -> CALL.replace("weather", "rain");
            case 'E' -> "{'role':'assistant','tool_calls':[],'content':'a'}";
            case 'I' -> "{'role':'assistant','tool_calls':[{" + function + "}]}";
            case 'O' -> CALL.replace("'{}'", "{}");
            case 'L' -> CALL.replace("'{}'", "'[]'");
            case 'J' -> CALL.replace("'{}'", "'{'");
            case 'B' -> CALL.replace("'role'", "'function_call':{'name':'weather','arguments':'{}'},'role'");
            case 'U' -> "{'role':'user','content':'a','tool_calls':[{'id':'c1'," + function + "}]}";
            default -> throw new IllegalArgumentException("no message is called " + (char) letter);
        };
    }

    private static String fingerprint(String row) {
        try {
            return Fingerprint.of(new Row.Conversation(parse(row)).canonicalLine())
                    .toString();
        } catch (Exception e) {
            throw new AssertionError(row, e);
        }
    }

    private static ChatExample parse(String row) throws InvalidRowException {
        return new RowParser().parse(JsonRow.read(json(row)), 3);
    }

    private static String row(String keys, String... messages) {
        return "{'messages':[" + String.join(",", messages) + "]," + keys + "}";
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
