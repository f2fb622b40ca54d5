package dev.burnish.deployment.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.burnish.deployment.domain.PromptText;
import dev.burnish.kit.errors.ApiException;
import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionRequestTest {
    @ParameterizedTest
    @ValueSource(strings = {"\"Once\"", "[\"Once\"]"})
    void takesAPromptAsItIs(String prompt) throws Exception {
        CompletionRequest request = read("{\"model\":\"tiny\",\"prompt\":%s}".formatted(prompt));

        assertThat(request.prompt()).isEqualTo(new PromptText.Raw("Once"));
        assertThat(request.maxTokens()).isEqualTo(OptionalInt.of(16));
    }

    @Test
    void acceptsWhatAsksForNothing() throws Exception {
        CompletionRequest request = read(
                "{\"model\":\"tiny\",\"prompt\":\"a\",\"echo\":false,\"suffix\":null,\"best_of\":1,\"logprobs\":null,\"max_tokens\":3}");

        assertThat(request.maxTokens()).isEqualTo(OptionalInt.of(3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"n\":1                          | prompt   | missing_required_parameter",
                "\"prompt\":\"\"                  | prompt   | invalid_value",
                "\"prompt\":[1,2]                 | prompt   | invalid_type",
                "\"prompt\":[\"a\",\"b\"]         | prompt   | invalid_type",
                "\"prompt\":\"a\",\"echo\":true   | echo     | unsupported_parameter",
                "\"prompt\":\"a\",\"logprobs\":6  | logprobs | invalid_value",
                "\"prompt\":\"a\",\"logprobs\":true | logprobs | invalid_type",
                "\"prompt\":\"a\",\"suffix\":\"b\"| suffix   | unsupported_parameter",
                "\"prompt\":\"a\",\"best_of\":2   | best_of  | unsupported_parameter"
            })
    void rejectsAFieldAndNamesIt(String fields, String param, String code) {
        assertThatThrownBy(() -> read("{\"model\":\"tiny\",%s}".formatted(fields)))
                .isInstanceOfSatisfying(ApiException.class, failure -> {
                    assertThat(failure.body().error().param()).isEqualTo(param);
                    assertThat(failure.body().error().code()).isEqualTo(code);
                });
    }

    @Test
    void readsHowManyLogprobsAreWanted() throws Exception {
        assertThat(read("{\"model\":\"tiny\",\"prompt\":\"a\",\"logprobs\":5}")
                        .generation()
                        .decoding()
                        .likeliest())
                .hasValue(5);
        assertThat(read("{\"model\":\"tiny\",\"prompt\":\"a\"}")
                        .generation()
                        .decoding()
                        .likeliest())
                .isEmpty();
    }

    private static CompletionRequest read(String body) throws IOException {
        return CompletionRequest.read(new ObjectMapper().readTree(body));
    }
}
