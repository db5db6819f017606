package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

class ActivitiesIT {

    private Path folder;
    private Town town;
    private String user;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        this.folder = folder;
        town = new Town(folder);
        user = town.user();
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void keepsWhenItHappenedAsAnInstantWithMilliseconds() throws Exception {
        var made = town.acme("POST", "/activities", activity("call", "2026-03-02T00:30:00+01:00"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("id")).matches("act_[A-Za-z0-9]{10}");
        assertThat(made.text("occurred_at")).isEqualTo("2026-03-01T23:30:00.000Z");
        assertThat(made.body().get("contact_id").isNull()).isTrue();
    }

    @Test
    void namesEveryFieldThatBreaksARule() throws Exception {
        var body =
                """
                {"kind":"fax","direction":"sideways","user_id":"usr_nobody0000","occurred_at":"yesterday"}\
                """;

        var refused = town.acme("POST", "/activities", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(names(refused.body().path("error")))
                .containsExactlyInAnyOrder("kind", "direction", "user_id", "occurred_at");
    }

    @Test
    void findsThemByUserAndDayAndByTheIdOfWhereTheyCameFrom() throws Exception {
        var late = town.acme("POST", "/activities", activity("call", "2026-03-02T23:59:59Z"));
        var next = town.acme("POST", "/activities", activity("email", "2026-03-03T00:00:00Z"));
        var id = next.text("id");
        var _ = town.acme("PATCH", "/activities/" + id, "{\"external_id\":\"line 7\"}");

        var byDay = town.acme("GET", "/activities?user_id=" + user + "&on=2026-03-02", "");
        var byId = town.acme("GET", "/activities?external_id=line%207", "");

        assertThat(ids(byDay)).containsExactly(late.text("id"));
        assertThat(ids(byId)).containsExactly(id);
    }

    @Test
    void eachRecordOfABatchStandsForItself() throws Exception {
        var good = activity("email", "2026-03-02T10:00:00Z");
        var bad = activity("email", "2026-02-31T10:00:00Z");

        var told =
                town.acme(
                        "POST",
                        "/activities/batch",
                        "{\"records\":[%s,%s,7,%s]}".formatted(good, bad, good));

        assertThat(told.status()).isEqualTo(200);
        var results = told.body().get("results");
        assertThat(results.findValuesAsText("status")).containsExactly("201", "422", "422", "201");
        assertThat(names(results.get(1).path("error"))).containsExactly("occurred_at");
        await().until(() -> delivered("activity.created") == 2);
        var entries = new ArrayList<JsonNode>();
        for (var entry : town.control("GET", town.acme + "/control/ledger", "").body()) {
            if (entry.path("path").asText().equals("/api/v2/activities/batch")) {
                entries.add(entry);
            }
        }
        assertThat(entries).hasSize(4);
        assertThat(entries.get(0).at("/request/user_id").asText()).isEqualTo(user);
        assertThat(entries.get(0).at("/effect/id").asText())
                .isEqualTo(results.get(0).at("/record/id").asText());
        assertThat(entries.get(1).get("status").asInt()).isEqualTo(422);
    }

    @Test
    void aBatchOfMoreThanTwoHundredIsRefusedAsAWhole() throws Exception {
        var body = "{\"records\":[" + "{},".repeat(200) + "{}]}";

        var refused = town.acme("POST", "/activities/batch", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(names(refused.body().path("error"))).containsExactly("records");
    }

    @Test
    void manyAppointmentsAreDeletedByOneCallAndEachIsTold() throws Exception {
        var one = town.appointment(user, "One");
        var two = town.appointment(user, "Two");

        var told =
                town.acme(
                        "POST",
                        "/appointments/batch-delete",
                        "{\"ids\":[\"%s\",\"apt_0000000000\",\"%s\"]}".formatted(one, two));

        assertThat(told.body().get("results").findValuesAsText("status"))
                .containsExactly("204", "404", "204");
        assertThat(town.acme("GET", "/appointments/" + two, "").status()).isEqualTo(410);
        await().until(() -> delivered("appointment.deleted") == 2);
    }

    @Test
    void livingActivitiesAreToldToTheJudgeAndWrittenDownAtTheEnd() throws Exception {
        var gone = town.acme("POST", "/activities", activity("call", "2026-03-02T09:00:00Z"));
        var _ = town.acme("POST", "/activities", activity("email", "2026-03-02T10:00:00Z"));
        var _ = town.acme("DELETE", "/activities/" + gone.text("id"), "");

        var told = town.control("GET", town.acme + "/control/activities?account=north", "").body();
        town.close();

        assertThat(told.get("after").isNull()).isTrue();
        assertThat(told.get("items")).hasSize(1);
        var fact = told.at("/items/0");
        assertThat(fact.get("ownerMail").asText()).isEqualTo("user3@example.com");
        assertThat(fact.get("occurredAt").asText()).isEqualTo("2026-03-02T10:00:00.000Z");
        assertThat(fact.get("kind").asText()).isEqualTo("email");
        assertThat(Files.readAllLines(folder.resolve("acme/activities-north.jsonl")))
                .containsExactly(fact.toString());
    }

    private String activity(String kind, String at) {
        return "{\"kind\":\"%s\",\"direction\":\"outbound\",\"user_id\":\"%s\",\"occurred_at\":\"%s\"}"
                .formatted(kind, user, at);
    }

    private long delivered(String type) {
        return town.gateway.deliveries.stream()
                .filter(hook -> hook.body().contains("\"" + type + "\""))
                .count();
    }

    private static Iterable<String> ids(Town.Told list) {
        return list.body().get("data").findValuesAsText("id");
    }

    private static Iterable<String> names(JsonNode error) {
        var names = new ArrayList<String>();
        error.path("fields").forEach(field -> names.add(field.get("name").asText()));
        return names;
    }
}
