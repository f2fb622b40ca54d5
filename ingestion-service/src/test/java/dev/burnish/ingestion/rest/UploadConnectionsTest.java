package dev.burnish.ingestion.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.Bucket;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.testing.RealParts;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Uploads byte by byte as they stand on the wire. */
@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class UploadConnectionsTest {
    private static final String PURPOSE =
            "--X\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nfine-tune\r\n";
    private static final String FILE_HEAD =
            "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/jsonl\r\n\r\n";

    @ParameterizedTest
    @CsvSource({
        "Tickets ä €.jsonl, Tickets ä €.jsonl",
        "../../etc/passwd.jsonl, passwd.jsonl",
        "C:\\\\data\\\\rows.jsonl, rows.jsonl"
    })
    void keepsTheFilenameWithoutItsFolders(String sent, String kept) throws Exception {
        HttpResponse<String> response = post(
                "multipart/form-data; boundary=X", PURPOSE + FILE_HEAD.formatted(sent) + Api.ROWS + "\r\n--X--\r\n");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JsonPath.from(response.body()).getString("filename")).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "multipart/form-data             | --X--                 | invalid_multipart",
                "multipart/form-data; boundary=X | ``                    | missing_required_parameter",
                "multipart/form-data; boundary=X | no boundary in here   | missing_required_parameter",
                "multipart/form-data; boundary=X | --X                   | missing_required_parameter",
                "multipart/form-data; boundary=X | --X--                 | missing_required_parameter",
                "multipart/form-data; boundary=X | --X\\r\\nX: y         | invalid_multipart",
                "multipart/form-data; boundary=X | --X\\r\\n\\r\\nnameless\\r\\n--X--\\r\\n | invalid_multipart",
                "multipart/form-data; boundary=X | {purpose}{file}{\"a\":1} | incomplete_upload",
                "multipart/form-data; boundary=X | {purpose}{file}{\"a\":1}\\r\\n--X\\r\\n | invalid_multipart",
                "multipart/form-data; boundary=X | {purpose}{badname}{}\\r\\n--X--\\r\\n | invalid_value",
            })
    void refusesABrokenFormAndKeepsNothingOfIt(String contentType, String body, String code) throws Exception {
        Set<String> before = Bucket.fileKeys(RealParts.TENANT);
        String bytes = body.replace("\\r\\n", "\r\n")
                .replace("{purpose}", PURPOSE)
                .replace("{file}", FILE_HEAD.formatted("a.jsonl"))
                .replace("{badname}", FILE_HEAD.formatted("a\u0000b.jsonl"));

        HttpResponse<String> response = post(contentType, bytes);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(JsonPath.from(response.body()).getString("error.code")).isEqualTo(code);
        assertThat(Bucket.fileKeys(RealParts.TENANT)).isEqualTo(before);
    }

    @Test
    void refusesAPartWithEndlessHeaders() throws Exception {
        String head = FILE_HEAD.formatted("a".repeat(100_000) + ".jsonl");

        assertThat(post("multipart/form-data; boundary=X", head).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsNoForm() throws Exception {
        HttpResponse<String> response = post("application/json", "{}");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(JsonPath.from(response.body()).getString("error.type")).isEqualTo("invalid_request_error");
    }

    @Test
    void keepsNothingOfAnUploadWhoseClientGoesAway() throws Exception {
        Set<String> before = Bucket.fileKeys(RealParts.TENANT);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + RealParts.API_KEY
                            + "\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: 9000000\r\n\r\n"
                            + PURPOSE + FILE_HEAD.formatted("gone.jsonl"))
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(Api.ROWS.repeat(150_000).getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(Bucket.fileKeys(RealParts.TENANT)).isEqualTo(before));
        assertThat(JsonPath.from(get("/v1/files?limit=20").body()).getList("data.filename"))
                .doesNotContain("gone.jsonl");
    }

    /** The refusal must reach a client that sends all of its body before it reads. */
    @Test
    void answersARefusalToAClientThatIsStillSending() throws Exception {
        String body = "--X\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nnothing\r\n"
                + FILE_HEAD.formatted("a.jsonl") + Api.ROWS.repeat(200_000) + "\r\n--X--\r\n";

        HttpResponse<String> response = post("multipart/form-data; boundary=X", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(JsonPath.from(response.body()).getString("error.param")).isEqualTo("purpose");
    }

    private static HttpResponse<String> post(String contentType, String body) throws Exception {
        return send(HttpRequest.newBuilder()
                .uri(uri("/v1/files"))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder().uri(uri(path)).GET());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + RestAssured.port + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            return client.send(
                    request.header("Authorization", "Bearer " + RealParts.API_KEY)
                            .timeout(Duration.ofMinutes(2))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
