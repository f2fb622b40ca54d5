package dev.burnish.ingestion.testing;

import dev.burnish.kit.testing.RealParts;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;

/** Requests as a client of a tenant makes them. */
public final class Api {
    public static final String ROWS = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}\n";

    private Api() {}

    /** As {@link RealParts#TENANT}. */
    public static RequestSpecification acme() {
        return as(RealParts.API_KEY);
    }

    /** As {@link RealParts#OTHER_TENANT}. */
    public static RequestSpecification globex() {
        return as(RealParts.OTHER_API_KEY);
    }

    /** As {@link RealParts#TENANT}, for what only operators may do. */
    public static RequestSpecification operator() {
        return as(RealParts.OPERATOR_API_KEY);
    }

    /** With any key. */
    public static RequestSpecification as(String key) {
        return RestAssured.given().header("Authorization", "Bearer " + key);
    }

    /** Uploads a file to train on; returns its id. */
    public static String uploadTrainingFile(RequestSpecification caller) {
        return caller.multiPart("purpose", "fine-tune")
                .multiPart("file", "tickets.jsonl", ROWS.getBytes(StandardCharsets.UTF_8))
                .post("/v1/files")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    /** Creates a job with a file of its own; returns its id. */
    public static String createJob() {
        return acme().contentType(ContentType.JSON)
                .body("{\"model\":\"%s\",\"training_file\":\"%s\"}"
                        .formatted(TestSettings.MODEL, uploadTrainingFile(acme())))
                .post("/v1/fine_tuning/jobs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }
}
