package dev.burnish.ingestion.rest;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Requests for jobs, as a client sends them. */
final class JobRequests {

    private JobRequests() {}

    static Response create(RequestSpecification caller, String body) {
        return caller.contentType(ContentType.JSON).body(body).post("/v1/fine_tuning/jobs");
    }

    static Response estimate(RequestSpecification caller, String body) {
        return caller.contentType(ContentType.JSON).body(body).post("/v1/fine_tuning/jobs/estimate");
    }
}
