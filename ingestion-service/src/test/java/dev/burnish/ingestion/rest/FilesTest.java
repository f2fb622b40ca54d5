package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.Bucket;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class FilesTest {
    @Test
    void answersAnUploadWithTheFileObject() {
        long before = Instant.now().getEpochSecond();

        Response response = acme().multiPart("purpose", "fine-tune")
                .multiPart("file", "tickets of May.jsonl", bytes(Api.ROWS))
                .post("/v1/files");

        assertThat(response.statusCode()).isEqualTo(200);
        Map<String, Object> file = response.jsonPath().getMap("$");
        assertThat(file)
                .containsOnlyKeys(
                        "id",
                        "object",
                        "bytes",
                        "created_at",
                        "expires_at",
                        "filename",
                        "purpose",
                        "status",
                        "status_details")
                .containsEntry("object", "file")
                .containsEntry("bytes", Api.ROWS.length())
                .containsEntry("filename", "tickets of May.jsonl")
                .containsEntry("purpose", "fine-tune")
                .containsEntry("status", "processed")
                .containsEntry("expires_at", null)
                .containsEntry("status_details", null);
        assertThat((String) file.get("id")).matches("file-[0-9a-f]{32}");
        assertThat(response.jsonPath().getLong("created_at"))
                .isBetween(before, Instant.now().getEpochSecond());
        assertThat(acme().get("/v1/files/" + file.get("id")).jsonPath().getMap("$"))
                .isEqualTo(file);
    }

    @Test
    void takesTheFileBeforeItsPurposeToo() {
        acme().multiPart("file", "a.jsonl", bytes(Api.ROWS))
                .multiPart("purpose", "fine-tune")
                .post("/v1/files")
                .then()
                .statusCode(200);
    }

    @Test
    void givesBackTheBytesOfALargeFile() {
        byte[] large = largeFile(TestSettings.MAX_FILE_BYTES);
        String id = upload("fine-tune", "large.jsonl", large).jsonPath().getString("id");

        Response content = acme().get("/v1/files/" + id + "/content");

        assertThat(content.statusCode()).isEqualTo(200);
        assertThat(content.contentType()).isEqualTo("application/octet-stream");
        assertThat(content.header("Content-Length")).isEqualTo(Integer.toString(large.length));
        assertThat(content.header("Content-Disposition")).isEqualTo("attachment; filename*=UTF-8''large.jsonl");
        assertThat(Arrays.equals(content.asByteArray(), large)).isTrue();
    }

    @Test
    void refusesAFileOverTheLimitAndKeepsNothingOfIt() throws Exception {
        Set<String> before = Bucket.fileKeys(RealParts.TENANT);

        Response response = upload("fine-tune", "large.jsonl", largeFile(TestSettings.MAX_FILE_BYTES + 1));

        assertRefused(response, 413, "file", "file_too_large", "larger than the limit of 12582912 bytes");
        assertThat(Bucket.fileKeys(RealParts.TENANT)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fine-tune | a.jsonl | 7            | file    | invalid_file_format | Line 1 is not a dictionary",
                "fine-tune | a.jsonl | ``           | file    | invalid_file_format | empty",
                "fine-tune | a.csv   | %PDF-1.7     | file    | invalid_file_format | Upload the rows themselves",
                "tuning    | a.jsonl | {}           | purpose | invalid_value       | 'tuning' is not one of",
                "fine-tune-results | a.csv | {}     | purpose | invalid_value       | 'fine-tune-results' is not one of"
            })
    void keepsNothingOfARefusedFile(
            String purpose, String filename, String content, String param, String code, String message)
            throws Exception {
        Set<String> before = Bucket.fileKeys(RealParts.TENANT);

        assertRefused(upload(purpose, filename, bytes(content)), 400, param, code, message);
        Response fileFirst = acme().multiPart("file", filename, bytes(content))
                .multiPart("purpose", purpose)
                .post("/v1/files");
        assertRefused(fileFirst, 400, param, code, message);

        assertThat(Bucket.fileKeys(RealParts.TENANT)).isEqualTo(before);
    }

    @Test
    void namesWhatAFormLacksOrHasTooMuch() {
        assertRefused(
                acme().multiPart("purpose", "fine-tune").post("/v1/files"),
                400,
                "file",
                "missing_required_parameter",
                "'file'");
        assertRefused(
                acme().multiPart("file", "a.jsonl", bytes("{}")).post("/v1/files"),
                400,
                "purpose",
                "missing_required_parameter",
                "'purpose'");
        assertRefused(
                acme().multiPart("purpose", "fine-tune")
                        .multiPart("file", "text")
                        .post("/v1/files"),
                400,
                "file",
                "invalid_type",
                "needs a filename");
        assertRefused(
                acme().multiPart("purpose", "fine-tune")
                        .multiPart("expires_after[seconds]", "3600")
                        .multiPart("file", "a.jsonl", bytes("{}"))
                        .post("/v1/files"),
                400,
                "expires_after",
                "unsupported_value",
                "do not expire");
        assertRefused(
                acme().multiPart("purpose", "fine-tune")
                        .multiPart("file", "a.jsonl", bytes("{}"))
                        .multiPart("file", "b.jsonl", bytes("{}"))
                        .post("/v1/files"),
                400,
                "file",
                "invalid_value",
                "one file per request");
    }

    @Test
    void deletesAFileWithItsBytes() throws Exception {
        String id = Api.uploadTrainingFile(acme());
        String key = "tenants/acme/files/" + id;
        assertThat(Bucket.fileKeys(RealParts.TENANT)).contains(key);

        assertThat(acme().delete("/v1/files/" + id).jsonPath().getMap("$"))
                .isEqualTo(Map.of("id", id, "object", "file", "deleted", true));

        assertThat(Bucket.fileKeys(RealParts.TENANT)).doesNotContain(key);
        for (Response gone : List.of(
                acme().get("/v1/files/" + id),
                acme().get("/v1/files/" + id + "/content"),
                acme().delete("/v1/files/" + id))) {
            assertRefused(gone, 404, "id", "file_not_found", "No such File object: " + id);
        }
    }

    @Test
    void pagesThroughFilesInBothOrders() {
        List<String> ids = new ArrayList<>();
        for (String purpose : List.of("user_data", "user_data", "evals", "user_data", "user_data")) {
            ids.add(globex().multiPart("purpose", purpose)
                    .multiPart("file", "rows.bin", bytes("x"))
                    .post("/v1/files")
                    .path("id"));
        }

        JsonPath first = globex().get("/v1/files?limit=2").jsonPath();
        assertThat(first.getString("object")).isEqualTo("list");
        assertThat(first.getList("data.id")).isEqualTo(List.of(ids.get(4), ids.get(3)));
        assertThat(first.getString("first_id")).isEqualTo(ids.get(4));
        assertThat(first.getString("last_id")).isEqualTo(ids.get(3));
        assertThat(first.getBoolean("has_more")).isTrue();

        JsonPath last = globex().get("/v1/files?purpose=user_data&limit=2&after=" + ids.get(3))
                .jsonPath();
        assertThat(last.getList("data.id")).isEqualTo(List.of(ids.get(1), ids.get(0)));
        assertThat(last.getBoolean("has_more")).isFalse();

        assertThat(globex().get("/v1/files?order=asc&after=" + ids.get(2))
                        .jsonPath()
                        .getList("data.id"))
                .isEqualTo(List.of(ids.get(3), ids.get(4)));
        assertThat(globex().get("/v1/files?purpose=evals").jsonPath().getList("data.id"))
                .isEqualTo(List.of(ids.get(2)));
    }

    @Test
    void pagesOnAfterAFileThatIsGone() {
        String older = Api.uploadTrainingFile(acme());
        String newer = Api.uploadTrainingFile(acme());
        acme().delete("/v1/files/" + newer).then().statusCode(200);

        assertThat(acme().get("/v1/files?limit=1&after=" + newer).jsonPath().getList("data.id"))
                .isEqualTo(List.of(older));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=10001, limit",
        "limit=many, limit",
        "limit=99999999999999999999, limit",
        "order=up, order",
        "purpose=x, purpose",
        "after=x, after"
    })
    void refusesAListWithABadParameter(String query, String param) {
        assertRefused(acme().get("/v1/files?" + query), 400, param, "invalid_value", "'" + param + "'");
    }

    private static Response upload(String purpose, String filename, byte[] content) {
        return acme().multiPart("purpose", purpose)
                .multiPart("file", filename, content)
                .post("/v1/files");
    }

    private static void assertRefused(Response response, int status, String param, String code, String message) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        Map<String, Object> error = response.jsonPath().getMap("error");
        assertThat(error)
                .containsOnlyKeys("message", "type", "param", "code")
                .containsEntry("type", "invalid_request_error")
                .containsEntry("param", param)
                .containsEntry("code", code);
        assertThat((String) error.get("message")).contains(message);
    }

    private static byte[] largeFile(int size) {
        byte[] file = new byte[size];
        Arrays.fill(file, (byte) ' ');
        for (int i = 0; i + 100 < size; i += 100) {
            file[i] = '{';
            file[i + 98] = '}';
            file[i + 99] = '\n';
        }
        return file;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
