package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class BadRequestsTest {
    private static final String HYPERPARAMETERS = "method.supervised.hyperparameters.";

    /** A request for a job with one more field, and what is wrong with it. */
    static Stream<String[]> fields() {
        return Stream.of(new String[][] {
            {"'suffix': ''", "suffix", "invalid_value", "1 to 64"},
            {"'suffix': '" + "x".repeat(65) + "'", "suffix", "invalid_value", "65"},
            {"'suffix': 7", "suffix", "invalid_type", "expected a string, but got a number"},
            {"'suffix': 'a\\u0000b'", "suffix", "invalid_value", "NUL"},
            {"'suffix': '\\ud800'", "suffix", "invalid_value", "well-formed"},
            {"'seed': -1", "seed", "invalid_value", "0 to 2147483647"},
            {"'seed': 2147483648", "seed", "invalid_value", "0 to 2147483647"},
            {"'seed': 1e2", "seed", "invalid_type", "an integer"},
            {"'seed': 123456789012345678901234567890", "seed", "invalid_value", "2147483647"},
            {"'seed': '42'", "seed", "invalid_type", "an integer, but got a string"},
            {"'training_fil': 'x'", "training_fil", "unknown_parameter", "'training_fil'"},
            {"'validation_file': 'file-x'", "validation_file", "file_not_found", "file-x"},
            {"'integrations': [{'type':'wandb'}]", "integrations", "unsupported_value", "not supported"},
            {"'metadata': {'a': 1}", "metadata.a", "invalid_type", "a string"},
            {"'metadata': {'" + "k".repeat(65) + "': ''}", "metadata", "invalid_value", "64"},
            {"'metadata': {'k': '" + "v".repeat(513) + "'}", "metadata", "invalid_value", "512"},
            {"'metadata': {" + pairs(17) + "}", "metadata", "invalid_value", "16 pairs"},
            {"'metadata': []", "metadata", "invalid_type", "an object, but got an array"},
            {"'method': {'type':'reinforcement'}", "method.type", "unsupported_method", "'reinforcement'"},
            {"'method': {}", "method.type", "missing_required_parameter", "method.type"},
            {"'method': 'supervised'", "method", "invalid_type", "an object"},
            {method("'n_epochs': 0"), HYPERPARAMETERS + "n_epochs", "invalid_value", "1 to 50"},
            {method("'n_epochs': 51"), HYPERPARAMETERS + "n_epochs", "invalid_value", "1 to 50"},
            {method("'n_epochs': 'many'"), HYPERPARAMETERS + "n_epochs", "invalid_type", "an integer"},
            {method("'batch_size': 257"), HYPERPARAMETERS + "batch_size", "invalid_value", "1 to 256"},
            {
                method("'learning_rate_multiplier': 0"),
                HYPERPARAMETERS + "learning_rate_multiplier",
                "invalid_value",
                "above 0"
            },
            {
                method("'learning_rate_multiplier': 1e999"),
                HYPERPARAMETERS + "learning_rate_multiplier",
                "invalid_value",
                "finite"
            },
            {method("'beta': 1"), HYPERPARAMETERS + "beta", "unknown_parameter", "beta"},
            {
                "'hyperparameters': {'n_epochs':1}, " + method("'n_epochs': 2"),
                "hyperparameters",
                "invalid_value",
                "contradicts"
            },
            {"'burnish': {'lora': {'rank': 0}}", "burnish.lora.rank", "invalid_value", "1 to 256"},
            {"'burnish': {'lora': {'rank': 257}}", "burnish.lora.rank", "invalid_value", "1 to 256"},
            {"'burnish': {'lora': {'alpha': 0}}", "burnish.lora.alpha", "invalid_value", "above 0"},
            {"'burnish': {'lora': {'dropout': 1}}", "burnish.lora.dropout", "invalid_value", "below 1"},
            {dpo("'beta': 0"), "method.dpo.hyperparameters.beta", "invalid_value", "above 0"},
            {dpo("'beta': 2.5"), "method.dpo.hyperparameters.beta", "invalid_value", "at most 2"},
            {dpo("'n_epochs': 51"), "method.dpo.hyperparameters.n_epochs", "invalid_value", "1 to 50"},
            {"'method': {'type':'dpo','supervised':{}}", "method.supervised", "unknown_parameter", "supervised"},
            {
                "'burnish': {'lora': {'target_modules': ['qkv']}}",
                "burnish.lora.target_modules",
                "invalid_value",
                "'all-linear' or an array with at least one of q_proj"
            },
            {"'burnish': {'lora': {'target_modules': []}}", "burnish.lora.target_modules", "invalid_value", "at least"},
            {"'burnish': {'lora': {'target_modules': 7}}", "burnish.lora.target_modules", "invalid_type", "an array"},
            {"'burnish': {'lora': {'use_dora': 1}}", "burnish.lora.use_dora", "invalid_type", "a boolean"},
            {
                "'burnish': {'lora': {'lora_plus_ratio': 0.5}}",
                "burnish.lora.lora_plus_ratio",
                "invalid_value",
                "1 to 100"
            },
            {
                "'burnish': {'schedule': {'lr_scheduler_type': 'step'}}",
                "burnish.schedule.lr_scheduler_type",
                "invalid_value",
                "'linear', 'cosine' or 'constant'"
            },
            {"'burnish': {'schedule': {'warmup_ratio': 1}}", "burnish.schedule.warmup_ratio", "invalid_value", "below 1"
            },
            {
                "'burnish': {'schedule': {'early_stopping_patience': 3}}",
                "burnish.schedule.early_stopping_patience",
                "invalid_value",
                "1 to 2"
            },
            {
                "'burnish': {'lora': {'base_weights': 'int4'}}",
                "burnish.lora.base_weights",
                "invalid_value",
                "'bf16', 'int8' or 'nf4'"
            },
            {
                "'burnish': {'lora': {'base_weights': 'nf4', 'use_dora': true}}",
                "burnish.lora.base_weights",
                "invalid_value",
                "with use_dora"
            },
            {"'burnish': {'gate': 1}", "burnish.gate", "unknown_parameter", "burnish.gate"},
        });
    }

    private static String method(String hyperparameter) {
        return "'method': {'type':'supervised','supervised':{'hyperparameters':{" + hyperparameter + "}}}";
    }

    private static String dpo(String hyperparameter) {
        return "'method': {'type':'dpo','dpo':{'hyperparameters':{" + hyperparameter + "}}}";
    }

    private static String pairs(int count) {
        return String.join(
                ",", IntStream.range(0, count).mapToObj(i -> "'k" + i + "':''").toList());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void namesTheFieldAtFault(String field, String param, String code, String message) {
        String file = Api.uploadTrainingFile(acme());
        String body = "{'model':'burnish-tiny','training_file':'" + file + "'," + field + "}";

        assertRefused(create(body.replace('\'', '"')), code.endsWith("not_found") ? 404 : 400, param, code, message);
    }

    @Test
    void namesTheModelsThatThereAre() {
        for (String model : List.of("gpt-4o-mini", "../burnish-tiny", "burnish-tiny/")) {
            assertRefused(
                    create("{\"model\":\"" + model + "\",\"training_file\":\"" + Api.uploadTrainingFile(acme())
                            + "\"}"),
                    404,
                    "model",
                    "model_not_found",
                    "Use one of: another-base, burnish-tiny.");
        }
    }

    @Test
    void refusesFilesThatCannotBeUsed() {
        String ours = Api.uploadTrainingFile(acme());
        String theirs = Api.uploadTrainingFile(globex());
        String batch = acme().multiPart("purpose", "batch")
                .multiPart("file", "b.jsonl", Api.ROWS.getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .path("id");

        assertRefused(create(job(theirs, null)), 404, "training_file", "file_not_found", theirs);
        assertRefused(create(job(ours, theirs)), 404, "validation_file", "file_not_found", theirs);
        assertRefused(create(job(batch, null)), 400, "training_file", "invalid_file_purpose", "'batch'");
        assertRefused(
                create(job(ours, ours)), 400, "validation_file", "invalid_value", "must not be the training file");
        assertRefused(create("{\"model\":\"burnish-tiny\"}"), 400, "training_file", "missing_required_parameter", "");
        assertRefused(
                create("{\"training_file\":\"" + ours + "\"}"), 400, "model", "missing_required_parameter", "'model'");
    }

    private static String job(String file, @Nullable String validation) {
        return "{\"model\":\"burnish-tiny\",\"training_file\":\"" + file + "\",\"validation_file\":"
                + (validation == null ? "null" : "\"" + validation + "\"") + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "7", "{", "{} {}", "{\"model\":NaN}", "{\"model\":\"a\",\"model\":\"b\"}"})
    void refusesABodyThatIsNoJsonObject(String body) {
        assertRefused(create(body), 400, null, "invalid_json", "");
    }

    @Test
    void refusesABodyThatIsTooDeepTooLargeOrOfAnotherKind() {
        assertRefused(create("{\"metadata\":" + "[".repeat(2000)), 400, null, "invalid_json", "nesting depth");
        assertRefused(create("{\"model\":\"" + "x".repeat(70_000) + "\"}"), 413, null, "body_too_large", "65536");
        assertRefused(
                acme().contentType("text/plain").body("{}").post("/v1/fine_tuning/jobs"),
                415,
                null,
                "unsupported_content_type",
                "");
        assertRefused(
                acme().header("Idempotency-Key", "k".repeat(256))
                        .contentType(ContentType.JSON)
                        .body("{}")
                        .post("/v1/fine_tuning/jobs"),
                400,
                null,
                "invalid_idempotency_key",
                "255");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=x, limit",
        "after=ftjob-x, after",
        "metadata=x, metadata",
        "metadata[a]=%00, metadata"
    })
    void refusesAListWithABadParameter(String query, String param) {
        assertRefused(
                acme().urlEncodingEnabled(false)
                        .get("/v1/fine_tuning/jobs?" + query.replace("[", "%5B").replace("]", "%5D")),
                400,
                param,
                "invalid_value",
                "");
    }

    @Test
    void answersAnIdThatIsNoneLikeAnUnknownOne() {
        for (String id : List.of("x", "ftjob-" + "0".repeat(32), "%00", "..%2F..", "ftjob-%F0%9F%98%80", "'")) {
            for (String path : List.of("", "/events", "/checkpoints")) {
                assertThat(acme().urlEncodingEnabled(false)
                                .get("/v1/fine_tuning/jobs/" + id + path)
                                .statusCode())
                        .isEqualTo(404);
            }
            assertThat(acme().urlEncodingEnabled(false).get("/v1/files/" + id).statusCode())
                    .isEqualTo(404);
        }
        assertRefused(
                acme().get("/v1/fine_tuning/jobs/" + Api.createJob() + "/events?after=ftevent-" + "0".repeat(32)),
                404,
                "after",
                "event_not_found",
                "");
    }

    @Test
    void neverFailsOnAMutatedBody() {
        byte[] body = ("{\"model\":\"burnish-tiny\",\"training_file\":\"" + Api.uploadTrainingFile(acme())
                        + "\",\"seed\":1,\"suffix\":\"ab\",\"metadata\":{\"a\":\"b\"},"
                        + "\"hyperparameters\":{\"n_epochs\":1,\"learning_rate_multiplier\":0.5}}")
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20261124);
        for (int round = 0; round < 300; round++) {
            byte[] mutated = body.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            Response response =
                    acme().contentType(ContentType.JSON).body(mutated).post("/v1/fine_tuning/jobs");
            assertThat(response.statusCode())
                    .as(() -> new String(mutated, StandardCharsets.ISO_8859_1) + response.asString())
                    .isIn(200, 400, 404);
        }
    }

    @Test
    void asksForAKey() {
        for (String path : List.of("/v1/files", "/v1/fine_tuning/jobs", "/v1/fine_tuning/jobs/x/events")) {
            assertThat(RestAssured.given().get(path).statusCode()).isEqualTo(401);
            assertThat(RestAssured.given()
                            .header("Authorization", "Bearer sk-wrong")
                            .get(path)
                            .jsonPath()
                            .getString("error.code"))
                    .isEqualTo("invalid_api_key");
        }
        assertThat(RestAssured.given()
                        .multiPart("purpose", "fine-tune")
                        .post("/v1/files")
                        .statusCode())
                .isEqualTo(401);
    }

    private static Response create(String body) {
        return acme().contentType(ContentType.JSON).body(body).post("/v1/fine_tuning/jobs");
    }

    private static void assertRefused(
            Response response, int status, @Nullable String param, String code, String message) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        Map<String, Object> error = response.jsonPath().getMap("error");
        assertThat(error)
                .containsOnlyKeys("message", "type", "param", "code")
                .containsEntry("type", "invalid_request_error")
                .containsEntry("param", param)
                .containsEntry("code", code);
        assertThat((String) error.get("message")).contains(message);
    }
}
