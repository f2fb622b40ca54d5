package dev.burnish.ingestion.rest;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.burnish.ingestion.domain.Content;
import dev.burnish.ingestion.domain.Upload;
import dev.burnish.ingestion.domain.Uploads;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.Ids;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.enterprise.inject.spi.CDI;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class UploadsTest {
    private static final String FIRST = "{\"prompt\":\"a\",\"comple";
    private static final String SECOND = "tion\":\"b\"}\n";
    private static final String WHOLE = FIRST + SECOND;

    @Test
    void makesAFileOfItsPartsInTheOrderThatIsNamed() throws Exception {
        String upload = begin(WHOLE.length());
        String second = part(upload, SECOND);
        String unused = part(upload, "left out");
        String first = part(upload, FIRST);

        Response completed = complete(upload, "[\"%s\",\"%s\"],\"md5\":\"%s\"".formatted(first, second, md5(WHOLE)));

        assertThat(completed.statusCode()).as(completed.asString()).isEqualTo(200);
        assertThat(completed.<String>path("status")).isEqualTo("completed");
        assertThat(completed.<String>path("file.purpose")).isEqualTo("fine-tune");
        assertThat(acme().get("/v1/files/" + completed.path("file.id") + "/content")
                        .asString())
                .isEqualTo(WHOLE);
        assertThat(complete(upload, "[\"%s\"]".formatted(unused)).<String>path("file.id"))
                .as("a completion that comes again")
                .isEqualTo(completed.path("file.id"));
        assertRefused(addPart(upload, "more"), "upload_id", "upload_not_pending");
    }

    @Test
    void staysPendingWhenItsPartsAreNotTheAnnouncedFile() throws Exception {
        String upload = begin(WHOLE.length());
        String first = part(upload, FIRST);
        String second = part(upload, SECOND);

        assertRefused(complete(upload, "[\"%s\"]".formatted(first)), "part_ids", "size_mismatch");
        assertRefused(complete(upload, "[\"%s\",\"part_x\"]".formatted(first)), "part_ids", "part_not_found");
        assertRefused(
                complete(upload, "[\"%s\",\"%s\"],\"md5\":\"%s\"".formatted(first, second, md5("other"))),
                "md5",
                "checksum_mismatch");
        assertRefused(complete(upload, "[\"%s\",\"%s\"]".formatted(second, first)), "file", "invalid_file_format");

        assertThat(complete(upload, "[\"%s\",\"%s\"]".formatted(first, second)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesNothingMoreOnceCancelled() {
        String upload = begin(WHOLE.length());
        String part = part(upload, WHOLE);

        Response cancelled = acme().post("/v1/uploads/" + upload + "/cancel");

        assertThat(cancelled.<String>path("status")).isEqualTo("cancelled");
        assertRefused(complete(upload, "[\"%s\"]".formatted(part)), "upload_id", "upload_not_pending");
    }

    /** A part is stored before it counts; meanwhile the upload may have been cancelled. */
    @Test
    void countsNoPartThatArrivesAfterItsEnd() {
        String upload = begin(WHOLE.length());
        acme().post("/v1/uploads/" + upload + "/cancel").then().statusCode(200);
        Uploads uploads = CDI.current().select(Uploads.class).get();

        boolean counted = uploads.addPart(
                new Upload.Part(Ids.create("part_"), upload, Instant.EPOCH, new Content("key", 1, "0".repeat(64))));

        assertThat(counted).isFalse();
        assertThat(uploads.parts(upload)).isEmpty();
    }

    @Test
    void belongsToItsTenantAlone() {
        String upload = begin(WHOLE.length());
        String part = part(upload, WHOLE);

        assertThat(globex().multiPart("data", "blob", WHOLE.getBytes(UTF_8))
                        .post("/v1/uploads/" + upload + "/parts")
                        .statusCode())
                .isEqualTo(404);
        assertThat(globex().contentType(ContentType.JSON)
                        .body("{\"part_ids\":[\"%s\"]}".formatted(part))
                        .post("/v1/uploads/" + upload + "/complete")
                        .statusCode())
                .isEqualTo(404);
        assertThat(globex().post("/v1/uploads/" + upload + "/cancel").statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"purpose\":\"fine-tune\",\"bytes\":1,\"mime_type\":\"a/b\"} | filename | missing_required_parameter",
                "{\"filename\":\"a.jsonl\",\"purpose\":\"fine-tune\",\"mime_type\":\"a/b\"} | bytes | missing_required_parameter",
                "{\"filename\":\"a.jsonl\",\"purpose\":\"fine-tune\",\"bytes\":0,\"mime_type\":\"a/b\"} | bytes | invalid_value",
                "{\"filename\":\"a.jsonl\",\"purpose\":\"fine-tune\",\"bytes\":8589934593,\"mime_type\":\"a/b\"} | bytes | invalid_value",
                "{\"filename\":\"a.jsonl\",\"purpose\":\"other\",\"bytes\":1,\"mime_type\":\"a/b\"} | purpose | invalid_value"
            })
    void namesTheFieldThatIsWrong(String body, String param, String code) {
        assertRefused(acme().contentType(ContentType.JSON).body(body).post("/v1/uploads"), param, code);
    }

    private static String begin(long bytes) {
        Response begun = acme().contentType(ContentType.JSON)
                .body(
                        "{\"filename\":\"tickets.jsonl\",\"purpose\":\"fine-tune\",\"bytes\":%d,\"mime_type\":\"application/jsonl\"}"
                                .formatted(bytes))
                .post("/v1/uploads");
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(200);
        assertThat(begun.<String>path("status")).isEqualTo("pending");
        return begun.path("id");
    }

    private static String part(String upload, String data) {
        Response added = addPart(upload, data);
        assertThat(added.statusCode()).as(added.asString()).isEqualTo(200);
        assertThat(added.<String>path("upload_id")).isEqualTo(upload);
        return added.path("id");
    }

    private static Response addPart(String upload, String data) {
        return acme().multiPart("data", "blob", data.getBytes(UTF_8)).post("/v1/uploads/" + upload + "/parts");
    }

    private static Response complete(String upload, String partIds) {
        return acme().contentType(ContentType.JSON)
                .body("{\"part_ids\":%s}".formatted(partIds))
                .post("/v1/uploads/" + upload + "/complete");
    }

    private static void assertRefused(Response response, String param, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.<String>path("error.param")).isEqualTo(param);
        assertThat(response.<String>path("error.code")).isEqualTo(code);
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    }
}
