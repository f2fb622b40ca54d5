package dev.burnish.ingestion.persistence;

import static dev.burnish.ingestion.testing.Api.acme;
import static dev.burnish.ingestion.testing.Api.globex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.burnish.contracts.EventType;
import dev.burnish.ingestion.testing.Api;
import dev.burnish.ingestion.testing.OtherServices;
import dev.burnish.ingestion.testing.TestSettings;
import dev.burnish.kit.persistence.DatabaseException;
import dev.burnish.kit.persistence.Statements;
import dev.burnish.kit.security.CurrentTenant;
import dev.burnish.kit.testing.RealParts;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = RealParts.class, initArgs = @ResourceArg(name = "database", value = "ingestion"))
@WithTestResource(TestSettings.class)
class RowSecurityTest {
    private final Statements statements;

    RowSecurityTest(AgroalDataSource dataSource) {
        this.statements = new Statements(dataSource);
    }

    @AfterEach
    void forgetWebhooks() {
        acme().get("/v1/webhooks")
                .jsonPath()
                .getList("data.id", String.class)
                .forEach(id -> acme().delete("/v1/webhooks/" + id).then().statusCode(200));
    }

    private int count(String tenant, String table) {
        return CurrentTenant.call(
                tenant,
                () -> statements
                        .query("select count(*) from " + table, row -> row.getInt(1))
                        .getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/careless", "/careless/in-a-transaction"})
    void aQueryWithoutTheTenantSeesTheCallersRowsAlone(String path) {
        String ours = Api.uploadTrainingFile(acme());
        String theirs = Api.uploadTrainingFile(globex());

        assertThat(acme().get(path).jsonPath().getList("", String.class))
                .contains(ours)
                .doesNotContain(theirs);
        assertThat(globex().get(path).jsonPath().getList("", String.class))
                .contains(theirs)
                .doesNotContain(ours);
    }

    @Test
    void noRequestGetsAConnectionThatIsStillAnothers() throws Exception {
        String ours = Api.uploadTrainingFile(acme());
        String theirs = Api.uploadTrainingFile(globex());
        List<Future<Boolean>> calls = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(16)) {
            for (int call = 0; call < 400; call++) {
                boolean us = call % 2 == 0;
                calls.add(executor.submit(() -> {
                    RequestSpecification caller = us ? acme() : globex();
                    List<String> seen = caller.get("/careless").jsonPath().getList("", String.class);
                    return seen.contains(us ? ours : theirs) && !seen.contains(us ? theirs : ours);
                }));
            }
        }

        for (Future<Boolean> call : calls) {
            assertThat(call.get()).isTrue();
        }
    }

    @Test
    void everyTableOfTenantsIsClosedToOthersAndToNobody() throws Exception {
        fillEveryTable();

        for (String table : List.of(
                "file", "job", "job_event", "checkpoint", "upload", "upload_part", "webhook", "webhook_delivery")) {
            assertThat(count(CurrentTenant.EVERYBODY, table)).as(table).isPositive();
            assertThat(count(RealParts.TENANT, table)).as(table).isPositive();
            assertThat(count("initech", table)).as(table).isZero();
            assertThat(count(CurrentTenant.NOBODY, table)).as(table).isZero();
            assertThat(statements.query("select count(*) from " + table, row -> row.getInt(1)))
                    .as(table)
                    .containsExactly(0);
        }
    }

    @Test
    void everyTableWithATenantHasAPolicyButThoseOfKeysAndOfWork() {
        List<String> open = statements.query("""
                select t.relname from pg_class t join pg_attribute a on a.attrelid = t.oid
                where t.relkind = 'r' and a.attname = 'tenant' and not (t.relrowsecurity and t.relforcerowsecurity)
                order by 1""", row -> row.getString(1));

        // Those of API keys are for operators and for the check of keys itself, before there is a tenant; workers take
        // turns among all tenants.
        assertThat(open).containsExactly("api_key", "issued_key", "work");
    }

    @Test
    void nobodyWritesForAnother() {
        String insert =
                "insert into webhook (id, tenant, created_at, url, events, secret) values ('webhook-x', 'globex', now(), 'u', 'e', 's')";

        assertThatThrownBy(() -> CurrentTenant.run(RealParts.TENANT, () -> statements.update(insert)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("row-level security");
        String theirs = Api.uploadTrainingFile(globex());
        int changed = CurrentTenant.call(
                RealParts.TENANT, () -> statements.update("update file set filename = 'x' where id = ?", theirs));
        assertThat(changed).isZero();
    }

    private void fillEveryTable() throws Exception {
        String webhook = acme().contentType(ContentType.JSON)
                .body("{\"url\":\"https://example.invalid/hook\"}")
                .post("/v1/webhooks")
                .path("id");
        acme().post("/v1/webhooks/" + webhook + "/test").then().statusCode(200);
        String upload = acme().contentType(ContentType.JSON)
                .body("{\"filename\":\"a.jsonl\",\"purpose\":\"fine-tune\",\"bytes\":10,\"mime_type\":\"text/jsonl\"}")
                .post("/v1/uploads")
                .path("id");
        acme().multiPart("data", "blob", new byte[10])
                .post("/v1/uploads/" + upload + "/parts")
                .then()
                .statusCode(200);
        String job = Api.createJob();
        try (OtherServices services = new OtherServices()) {
            services.tell(
                    job,
                    EventType.JOB_TRAINED,
                    trained -> ((ArrayNode) trained.get("checkpoints"))
                            .addObject()
                            .put("step", 90)
                            .put("train_loss", 0.25)
                            .put("train_accuracy", 0.75)
                            .set("adapter", trained.get("adapter")));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> count(RealParts.TENANT, "checkpoint") > 0);
    }
}
