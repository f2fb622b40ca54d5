package dev.burnish.formatting.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Rows of JSON Lines with one thing wrong, by kind. */
final class BrokenRows {
    private static final String TOOLS = "'tools':[{'type':'function','function':{'name':'weather'}}]";
    private static final String ASK = "{'role':'user','content':'Rome?'}";
    private static final String ANSWER = "{'role':'assistant','content':'Sunny.'}";
    private static final String CALL =
            "{'role':'assistant','tool_calls':[{'id':'c1','type':'function','function':{'name':'weather','arguments':'{}'}}]}";
    private static final String RESULT = "{'role':'tool','tool_call_id':'c1','content':'sunny'}";

    private final List<Kind> kinds = new ArrayList<>();

    /** @param row makes one such row */
    record Kind(String name, Fault fault, Method method, Function<Random, byte[]> row) {}

    private BrokenRows() {}

    static String good(int number) {
        return chat("{'role':'user','content':'question" + number + "'},{'role':'assistant','content':'answer " + number
                + "'}");
    }

    static String pair(int number) {
        return json(
                "{'input':{'messages':[{'role':'user','content':'question" + number
                        + "'}]},'preferred_output':[{'role':'assistant','content':'right'}],'non_preferred_output':[{'role':'assistant','content':'wrong'}]}");
    }

    static List<Kind> kinds() {
        BrokenRows rows = new BrokenRows();
        rows.addBytes();
        rows.addJson();
        rows.addShapes();
        rows.addMessages();
        rows.addTools();
        rows.addPreferences();
        return rows.kinds;
    }

    private void addBytes() {
        kinds.add(new Kind("bytes that are no UTF-8", Fault.INVALID_ENCODING, Method.SUPERVISED, random -> {
            List<String> wrong = List.of("\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00e2\u0082", "\u00ff", "\u0080");
            return good(77).replace("77", wrong.get(random.nextInt(wrong.size())))
                    .getBytes(ISO_8859_1);
        }));
        add("NUL", Fault.NUL_CHARACTER, random -> good(78).replace("78", "\0".repeat(random.nextInt(1, 9))));
        add("NUL as an escape", Fault.NUL_CHARACTER, random -> good(79).replace("79", "a\\u0000b"));
        add(
                "half a character",
                Fault.HALF_CHARACTER,
                random -> good(80).replace("80", random.nextBoolean() ? "\\ud83d" : "\\udc00 a"));
        add(
                "endless line",
                Fault.ROW_TOO_LONG,
                random -> good(81).replace("81", "a ".repeat((1 << 19) + random.nextInt(1 << 19))));
    }

    private void addJson() {
        add("deep nesting", Fault.JSON_LIMIT, random -> {
            int depth = random.nextInt(33, 2000);
            return random.nextBoolean()
                    ? "{\"messages\":" + "[".repeat(depth) + "]".repeat(depth) + "}"
                    : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        });
        add(
                "number without end",
                Fault.JSON_LIMIT,
                random -> "{\"prompt\":" + "9".repeat(random.nextInt(1001, 9000)) + "}");
        add("key twice", Fault.DUPLICATE_KEY, random -> json("{'prompt':'a','completion':'b','prompt':'c'}"));
        List<String> invalid = List.of(
                "{'prompt':NaN,'completion':'b'}",
                "{'prompt':Infinity,'completion':'b'}",
                "{'prompt':'a',}",
                "{'prompt':'a' 'completion':'b'}",
                "{'prompt':True}",
                "{prompt:'a'}",
                "{'prompt':'\\x'}",
                "{'prompt':'a'//}",
                "{'prompt':.5}",
                "{'prompt':'a\tb'}");
        add("no JSON", Fault.INVALID_JSON, random -> json(invalid.get(random.nextInt(invalid.size()))));
        add("quotes of another kind", Fault.INVALID_JSON, random -> good(82).replace('"', '\''));
        add("row cut off", Fault.INCOMPLETE_JSON, random -> {
            String row = good(83);
            return row.substring(0, random.nextInt(1, row.length() - 1));
        });
        add("two rows on a line", Fault.TRAILING_CONTENT, random -> good(84) + good(85));
        List<String> others = List.of("7", "\"text\"", "[]", "null", "true", "[{}]");
        add("no object", Fault.NOT_AN_OBJECT, random -> others.get(random.nextInt(others.size())));
    }

    private void addShapes() {
        List<String> unknown =
                List.of("{}", "{'prompt':'a'}", "{'text':'a'}", "{'instruction':'a'}", "{'completion':'b'}");
        add("unknown row", Fault.UNKNOWN_ROW, random -> json(unknown.get(random.nextInt(unknown.size()))));
        add(
                "unknown key",
                Fault.UNKNOWN_KEY,
                random -> json("{'prompt':'a','completion':'b','k" + random.nextInt() + "':1}"));
        add("pair in a supervised job", Fault.WRONG_METHOD, random -> pair(random.nextInt()));
        add(
                "number for text",
                Fault.WRONG_TYPE,
                random -> json("{'prompt':" + random.nextInt() + ",'completion':'b'}"));
        add(
                "no list of messages",
                Fault.NO_MESSAGES,
                random -> json(random.nextBoolean() ? "{'messages':[]}" : "{'messages':{}}"));
        add("empty conversation", Fault.NO_MESSAGES, random -> json("{'conversations':[]}"));
        add(
                "stranger in a conversation",
                Fault.UNKNOWN_ROLE,
                random -> json("{'conversations':[{'from':'alien','value':'a'},{'from':'gpt','value':'b'}]}"));
        add("turn without a value", Fault.WRONG_TYPE, random -> json("{'conversations':[{'from':'human'}]}"));
        add("instruction without an answer", Fault.EMPTY_CONTENT, random -> json("{'instruction':'a','output':''}"));
        add("broken history", Fault.WRONG_TYPE, random -> json("{'instruction':'a','output':'b','history':[['c']]}"));
    }

    private void addMessages() {
        add("message of text", Fault.WRONG_TYPE, random -> chat("'Hi'," + ANSWER));
        add("no role", Fault.MISSING_ROLE, random -> chat("{'content':'a'}," + ANSWER));
        add(
                "unknown role",
                Fault.UNKNOWN_ROLE,
                random -> chat("{'role':'r" + random.nextInt() + "','content':'a'}," + ANSWER));
        add("no content", Fault.MISSING_CONTENT, random -> chat("{'role':'user'}," + ANSWER));
        add("blank content", Fault.EMPTY_CONTENT, random -> chat("{'role':'user','content':'  '}," + ANSWER));
        add(
                "image",
                Fault.UNSUPPORTED_CONTENT,
                random -> chat("{'role':'user','content':[{'type':'image_url','image_url':{}}]}," + ANSWER));
        add(
                "weight of two",
                Fault.INVALID_WEIGHT,
                random -> chat("{'role':'assistant','content':'a','weight':" + random.nextInt(2, 99) + "}"));
        add(
                "weight of a user",
                Fault.INVALID_WEIGHT,
                random -> chat("{'role':'user','content':'a','weight':1}," + ANSWER));
        add("question at the end", Fault.LAST_MESSAGE, random -> chat(ANSWER + "," + ASK));
        add(
                "nothing learned",
                Fault.NOTHING_TO_LEARN,
                random -> chat(ASK + "," + ANSWER.replace("'role'", "'weight':0,'role'")));
    }

    private void addTools() {
        add(
                "tool without a name",
                Fault.INVALID_TOOL,
                random -> tools("'tools':[{'type':'function','function':{}}]", ASK, ANSWER));
        add(
                "tool twice",
                Fault.DUPLICATE_TOOL,
                random -> tools("'functions':[{'name':'a'},{'name':'a'}]", ASK, ANSWER));
        add("tools and functions", Fault.AMBIGUOUS_KEYS, random -> tools("'functions':[]," + TOOLS, ASK, ANSWER));
        add("call without an id", Fault.INVALID_TOOL_CALL, random -> tools(TOOLS, ASK, CALL.replace("'id':'c1',", "")));
        add(
                "call of an unknown tool",
                Fault.UNKNOWN_TOOL,
                random -> tools(TOOLS, ASK, CALL.replace("weather", "rain")));
        add(
                "arguments that are no JSON",
                Fault.INVALID_ARGUMENTS,
                random -> tools(TOOLS, ASK, CALL.replace("{}", "{a}")));
        add(
                "call twice",
                Fault.DUPLICATE_TOOL_CALL,
                random -> tools(TOOLS, ASK, CALL.replaceAll("\\[(.*)]", "[$1,$1]")));
        add("call without an answer", Fault.UNANSWERED_TOOL_CALL, random -> tools(TOOLS, ASK, CALL, ANSWER));
        add("answer without a call", Fault.UNKNOWN_TOOL_CALL, random -> tools(TOOLS, ASK, RESULT, ANSWER));
        add(
                "calls at once",
                Fault.PARALLEL_TOOL_CALLS,
                random -> tools(
                        TOOLS + ",'parallel_tool_calls':false",
                        ASK,
                        CALL.replaceAll("\\[(.*)]", "[$1,$1]").replaceFirst("c1", "c2")));
    }

    private void addPreferences() {
        addPair("equal answers", Fault.EQUAL_ANSWERS, random -> pair(86).replace("wrong", "right"));
        addPair(
                "answers that are texts",
                Fault.WRONG_TYPE,
                random ->
                        json("{'input':{'messages':[" + ASK + "]},'preferred_output':'a','non_preferred_output':'b'}"));
        addPair("supervised row in a dpo job", Fault.WRONG_METHOD, random -> good(random.nextInt(100, 999)));
        addPair("answer in the input", Fault.LAST_MESSAGE, random -> pair(87).replace("user", "assistant"));
        addPair("no prompt", Fault.UNKNOWN_ROW, random -> json("{'chosen':'a','rejected':'b'}"));
    }

    private void add(String name, Fault fault, TextOf row) {
        kinds.add(new Kind(
                name, fault, Method.SUPERVISED, random -> row.text(random).getBytes(UTF_8)));
    }

    private void addPair(String name, Fault fault, TextOf row) {
        kinds.add(new Kind(name, fault, Method.DPO, random -> row.text(random).getBytes(UTF_8)));
    }

    private interface TextOf {
        String text(Random random);
    }

    private static String tools(String keys, String... messages) {
        return json("{'messages':[" + String.join(",", messages) + "]," + keys + "}");
    }

    private static String chat(String messages) {
        return json("{'messages':[" + messages + "]}");
    }

    private static String json(String withSingleQuotes) {
        return withSingleQuotes.replace('\'', '"');
    }
}
