package dev.burnish.deployment.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.deployment.domain.Sampling;
import dev.burnish.deployment.domain.Truncation;
import dev.burnish.kit.errors.ApiException;
import dev.burnish.llm.text.ChatMessage;
import dev.burnish.llm.text.ChatMessage.ToolCall;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatCompletionRequestTest {
    private static final String MINIMAL = "\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void fillsInOpenAisDefaults() throws Exception {
        ChatCompletionRequest request = read("{%s}".formatted(MINIMAL));

        assertThat(request.maxTokens()).isEmpty();
        assertThat(request.generation().choices()).isEqualTo(1);
        assertThat(request.generation().decoding().sampling().temperature()).isEqualTo(1);
        assertThat(request.generation().decoding().sampling().truncation().topP())
                .isEqualTo(1);
        assertThat(request.generation().decoding().stops()).isEmpty();
        assertThat(request.generation().stream()).isFalse();
        assertThat(request.generation().includeUsage()).isFalse();
    }

    @Test
    void readsMessagesOfEveryRoleAndForm() throws Exception {
        ChatCompletionRequest request = read("""
                {"model":"tiny","messages":[
                  {"role":"developer","content":"Be kind.","name":"x"},
                  {"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},
                  {"role":"assistant","content":"c","tool_calls":null},
                  {"role":"system","content":""}]}""");

        assertThat(request.prompt())
                .isInstanceOfSatisfying(
                        PromptText.Chat.class,
                        chat -> assertThat(chat.messages())
                                .containsExactly(
                                        new ChatMessage(ChatMessage.SYSTEM, "Be kind.", false),
                                        new ChatMessage(ChatMessage.USER, "ab", false),
                                        new ChatMessage(ChatMessage.ASSISTANT, "c", false),
                                        new ChatMessage(ChatMessage.SYSTEM, "", false)));
    }

    @Test
    void readsWhatIsSampled() throws Exception {
        ChatCompletionRequest request = read("""
                {%s,"temperature":0,"top_p":0.5,"seed":-7,"n":3,"stop":["a","b"],"max_completion_tokens":9,
                 "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}}""".formatted(MINIMAL));

        assertThat(request.generation().decoding().sampling().temperature()).isZero();
        assertThat(request.generation().decoding().sampling().truncation().topP())
                .isEqualTo(0.5);
        assertThat(request.generation().decoding().sampling().seed()).isEqualTo(-7);
        assertThat(request.generation().choices()).isEqualTo(3);
        assertThat(request.generation().decoding().stops()).containsExactly("a", "b");
        assertThat(request.generation().stream()).isTrue();
        assertThat(request.generation().includeUsage()).isTrue();
        assertThat(request.maxTokens()).isEqualTo(OptionalInt.of(9));
    }

    @Test
    void takesASingleStopAndTheDeprecatedLimit() throws Exception {
        ChatCompletionRequest request = read("{%s,\"stop\":\"END\",\"max_tokens\":5}".formatted(MINIMAL));

        assertThat(request.generation().decoding().stops()).containsExactly("END");
        assertThat(request.maxTokens()).isEqualTo(OptionalInt.of(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"presence_penalty\":0",
                "\"frequency_penalty\":0.0",
                "\"logit_bias\":{}",
                "\"logprobs\":false",
                "\"top_logprobs\":0",
                "\"tools\":[]",
                "\"tool_choice\":\"auto\"",
                "\"response_format\":{\"type\":\"text\"}",
                "\"modalities\":[\"text\"]",
                "\"audio\":null",
                "\"stop\":null,\"seed\":null,\"n\":null,\"temperature\":null,\"stream_options\":null",
                "\"max_tokens\":4,\"max_completion_tokens\":4",
                "\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"store\":true,\"anything\":[1]"
            })
    void acceptsWhatAsksForNothing(String field) throws Exception {
        assertThat(read("{%s,%s}".formatted(MINIMAL, field)).generation().model())
                .isEqualTo("tiny");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"temperature\":2.1                              | temperature           | invalid_value",
                "\"temperature\":-0.1                             | temperature           | invalid_value",
                "\"temperature\":\"hot\"                          | temperature           | invalid_type",
                "\"temperature\":1e999                            | temperature           | invalid_value",
                "\"top_p\":1.5                                    | top_p                 | invalid_value",
                "\"n\":0                                          | n                     | invalid_value",
                "\"n\":9                                          | n                     | invalid_value",
                "\"n\":1.5                                        | n                     | invalid_type",
                "\"max_tokens\":0                                 | max_tokens            | invalid_value",
                "\"max_completion_tokens\":-1                     | max_completion_tokens | invalid_value",
                "\"max_completion_tokens\":4294967297             | max_completion_tokens | invalid_value",
                "\"max_tokens\":1,\"max_completion_tokens\":2     | max_tokens            | invalid_value",
                "\"seed\":1.5                                     | seed                  | invalid_type",
                "\"seed\":99999999999999999999                    | seed                  | invalid_value",
                "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]         | stop                  | invalid_value",
                "\"stop\":\"\"                                    | stop                  | invalid_value",
                "\"stop\":[1]                                     | stop                  | invalid_type",
                "\"stop\":{}                                      | stop                  | invalid_type",
                "\"stream\":\"yes\"                               | stream                | invalid_type",
                "\"stream_options\":{\"include_usage\":true}      | stream_options        | invalid_value",
                "\"stream\":true,\"stream_options\":[]            | stream_options        | invalid_type",
                "\"stream\":true,\"stream_options\":{\"include_usage\":1} | stream_options.include_usage | invalid_type",
                "\"presence_penalty\":2.5                         | presence_penalty      | invalid_value",
                "\"frequency_penalty\":\"1\"                      | frequency_penalty     | invalid_type",
                "\"logit_bias\":[1]                              | logit_bias            | invalid_type",
                "\"logit_bias\":{\"a\":5}                         | logit_bias            | invalid_value",
                "\"logit_bias\":{\"1\":101}                       | logit_bias.1          | invalid_value",
                "\"logit_bias\":{\"1\":\"5\"}                     | logit_bias.1          | invalid_type",
                "\"top_logprobs\":3                               | top_logprobs          | invalid_value",
                "\"logprobs\":true,\"top_logprobs\":21             | top_logprobs          | invalid_value",
                "\"logprobs\":5                                   | logprobs              | invalid_type",
                "\"top_k\":-2                                     | top_k                 | invalid_value",
                "\"min_p\":1.1                                    | min_p                 | invalid_value",
                "\"repetition_penalty\":0                         | repetition_penalty    | invalid_value",
                "\"tools\":{}                                    | tools                 | invalid_type",
                "\"tools\":[{\"type\":\"custom\"}]                | tools[0].type         | invalid_value",
                "\"tools\":[{\"type\":\"function\"}]              | tools[0].function     | invalid_type",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}] | tools[0].function.name | invalid_value",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}],\"logprobs\":true | logprobs | unsupported_parameter",
                "\"tool_choice\":{\"type\":\"function\"}          | tool_choice           | unsupported_parameter",
                "\"tool_choice\":\"required\"                     | tool_choice           | unsupported_parameter",
                "\"response_format\":{\"type\":\"json_object\"}   | response_format       | unsupported_parameter",
                "\"audio\":{}                                     | audio                 | unsupported_parameter",
                "\"modalities\":[\"text\",\"audio\"]              | modalities            | unsupported_parameter"
            })
    void rejectsAFieldAndNamesIt(String field, String param, String code) {
        assertRejected("{%s,%s}".formatted(MINIMAL, field), param, code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                              |                          | invalid_type",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}         | model                    | missing_required_parameter",
                "{\"model\":7,\"messages\":[]}                                   | model                    | invalid_type",
                "{\"model\":\" \",\"messages\":[]}                               | model                    | invalid_value",
                "{\"model\":\"tiny\"}                                            | messages                 | missing_required_parameter",
                "{\"model\":\"tiny\",\"messages\":[]}                            | messages                 | invalid_value",
                "{\"model\":\"tiny\",\"messages\":\"Hi\"}                        | messages                 | invalid_type",
                "{\"model\":\"tiny\",\"messages\":[\"Hi\"]}                      | messages[0]              | invalid_type",
                "{\"model\":\"tiny\",\"messages\":[{\"content\":\"Hi\"}]}        | messages[0].role         | invalid_type",
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"function\",\"content\":\"Hi\"}]} | messages[0].role | invalid_value",
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"tool\",\"content\":\"Hi\"}]} | messages[0].tool_call_id | invalid_type",
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":null}]}   | messages[0].content | invalid_type",
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]} | messages[0].content[0].type | invalid_value",
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]} | messages[0].content[0].text | invalid_type",
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{}]}]} | messages[0].tool_calls[0].id | invalid_type",
                "{\"model\":\"tiny\",\"messages\":[{\"role\":\"assistant\",\"content\":null}]} | messages[0].content | invalid_type"
            })
    void rejectsABodyAndNamesTheField(String body, String param, String code) {
        assertRejected(body, param, code);
    }

    @Test
    void readsToolsTheirCallsAndTheirAnswers() throws Exception {
        ChatCompletionRequest request = read("""
                {"model":"tiny","parallel_tool_calls":false,
                 "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object"}}}],
                 "messages":[
                  {"role":"user","content":"Rome?"},
                  {"role":"assistant","content":null,"tool_calls":[
                    {"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},
                  {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"sunny"}]}]}""");

        assertThat(request.prompt()).isInstanceOfSatisfying(PromptText.Chat.class, chat -> {
            assertThat(chat.messages())
                    .containsExactly(
                            new ChatMessage(ChatMessage.USER, "Rome?", false),
                            new ChatMessage(
                                    ChatMessage.ASSISTANT,
                                    "",
                                    false,
                                    List.of(new ToolCall("call_1", "get_weather", "{}")),
                                    null),
                            ChatMessage.tool("call_1", "sunny"));
            assertThat(chat.tools())
                    .containsExactly(Map.of(
                            "type",
                            "function",
                            "function",
                            Map.of("name", "get_weather", "parameters", Map.of("type", "object"))));
            assertThat(chat.severalCalls()).isFalse();
        });
    }

    @Test
    void readsPenaltiesAndBiases() throws IOException {
        ChatCompletionRequest request =
                read("{%s,\"presence_penalty\":0.5,\"frequency_penalty\":-1,\"logit_bias\":{\"7\":-100,\"12\":2.5}}"
                        .formatted(MINIMAL));
        assertThat(request.generation().decoding().sampling().penalties().presence())
                .isEqualTo(0.5);
        assertThat(request.generation().decoding().sampling().penalties().frequency())
                .isEqualTo(-1);
        assertThat(request.generation().decoding().sampling().penalties().logitBias())
                .containsOnly(Map.entry(7, -100.0), Map.entry(12, 2.5));
    }

    @Test
    void readsWhatOthersAddToTheApi() throws IOException {
        Sampling sampling = read("{%s,\"top_k\":40,\"min_p\":0.05,\"repetition_penalty\":1.1}".formatted(MINIMAL))
                .generation()
                .decoding()
                .sampling();
        assertThat(sampling.truncation()).isEqualTo(new Truncation(40, 1, 0.05));
        assertThat(sampling.penalties().repetition()).isEqualTo(1.1);
        assertThat(read("{%s,\"top_k\":-1}".formatted(MINIMAL))
                        .generation()
                        .decoding()
                        .sampling()
                        .truncation())
                .isEqualTo(Truncation.NONE);
    }

    @Test
    void readsHowManyLogprobsAreWanted() throws IOException {
        assertThat(likeliest("")).isEmpty();
        assertThat(likeliest(",\"logprobs\":false,\"top_logprobs\":0")).isEmpty();
        assertThat(likeliest(",\"logprobs\":true")).hasValue(0);
        assertThat(likeliest(",\"logprobs\":true,\"top_logprobs\":20")).hasValue(20);
    }

    private static OptionalInt likeliest(String fields) throws IOException {
        return read("{%s%s}".formatted(MINIMAL, fields)).generation().decoding().likeliest();
    }

    @Test
    void rejectsAnEmptyBody() {
        assertThatThrownBy(() -> ChatCompletionRequest.read(null)).isInstanceOf(ApiException.class);
    }

    private static void assertRejected(String body, String param, String code) {
        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ApiException.class, failure -> {
            assertThat(failure.status()).isEqualTo(400);
            assertThat(failure.body().error().param()).isEqualTo(param);
            assertThat(failure.body().error().code()).isEqualTo(code);
            assertThat(failure.body().error().type()).isEqualTo("invalid_request_error");
        });
    }

    private static ChatCompletionRequest read(String body) throws IOException {
        JsonNode json = new ObjectMapper().readTree(body);
        return ChatCompletionRequest.read(json);
    }
}
