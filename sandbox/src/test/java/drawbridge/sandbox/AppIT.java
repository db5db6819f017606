package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class AppIT {

    private Town town;
    private String member;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder);
        member = town.member();
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void cutsToMinutesAndKeepsPhoneAndMailInItsOwnWay() throws Exception {
        var body =
                """
                {"memberId":%s,"title":" Visit ","start":"2026-03-02T09:00:59Z","end":"2026-03-02T11:30:10+01:00",
                 "zone":"Europe/Berlin","customer":{"name":"Contact 17","phone":"+49 (30) 12-34","mail":"Contact17@Example.com"}}"""
                        .formatted(member);

        var made = town.app("POST", "/events", body);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("title")).isEqualTo("Visit");
        assertThat(made.text("start")).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(made.text("end")).isEqualTo("2026-03-02T10:30:00Z");
        assertThat(made.body().at("/customer/phone").asText()).isEqualTo("+49301234");
        assertThat(made.body().at("/customer/mail").asText()).isEqualTo("contact17@example.com");
        assertThat(made.body().get("id").isIntegralNumber()).isTrue();
        assertThat(made.raw().headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void mergesTheCustomerKeyByKey() throws Exception {
        var id = town.app("POST", "/events", Town.eventBody(member, "Merge")).text("id");
        var _ =
                town.app(
                        "PATCH",
                        "/events/" + id,
                        "{\"customer\":{\"name\":\"Contact 1\",\"phone\":\"+4911\"}}");

        var merged = town.app("PATCH", "/events/" + id, "{\"customer\":{\"phone\":null}}");

        assertThat(merged.body().at("/customer/name").asText()).isEqualTo("Contact 1");
        assertThat(merged.body().at("/customer/phone").isNull()).isTrue();
        var cleared = town.app("PATCH", "/events/" + id, "{\"customer\":null}");
        assertThat(cleared.body().at("/customer/name").isNull()).isTrue();
    }

    @Test
    void anAllDayEventHasDatesAnExclusiveEndAndNoZone() throws Exception {
        var body =
                "{\"memberId\":%s,\"title\":\"Fair\",\"allDay\":true,\"start\":\"2026-03-02\",\"end\":\"2026-03-05\"}"
                        .formatted(member);

        var made = town.app("POST", "/events", body);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().get("zone").isNull()).isTrue();
        var facts = town.control("GET", town.app + "/control/facts?account=north", "").body();
        assertThat(facts.get(0).get("days").asInt()).isEqualTo(3);
        assertThat(facts.get(0).get("day").asText()).isEqualTo("2026-03-02");
    }

    @Test
    void namesEveryFieldThatBreaksARule() throws Exception {
        var body =
                """
                {"memberId":1,"title":"%s","start":"2026-03-02T09:00:00Z","end":"2026-03-02T09:00:30Z",
                 "zone":"Moon/Sea","place":"%s","customer":{"mail":"nobody"}}"""
                        .formatted("x".repeat(81), "y".repeat(61));

        var refused = town.app("POST", "/events", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("errors").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "memberId", "title", "end", "zone", "place", "customer.mail");
        assertThat(refused.body().at("/errors/title/0").asText())
                .isEqualTo("is too long (maximum 80)");
    }

    @Test
    void aDeletedEventIsNowhere() throws Exception {
        var id = town.app("POST", "/events", Town.eventBody(member, "Gone")).text("id");

        assertThat(town.app("DELETE", "/events/" + id, "").status()).isEqualTo(204);

        assertThat(town.app("GET", "/events/" + id, "").status()).isEqualTo(404);
        assertThat(town.app("GET", "/events", "").body().get("items")).isEmpty();
        assertThat(town.app("GET", "/events/nonsense", "").body().at("/errors/base").isArray())
                .isTrue();
    }

    @Test
    void refusesASecondEventWithTheSameReferenceAlsoAfterADeleteAndNamesTheFirst()
            throws Exception {
        var referring =
                Town.eventBody(member, "One").replaceFirst("\\{", "{\"externalRef\":\"r-1\",");
        var id = town.app("POST", "/events", referring).text("id");
        var again = town.app("POST", "/events", referring);
        var _ = town.app("DELETE", "/events/" + id, "");
        var later = town.app("POST", "/events", referring);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().get("existing").asText()).isEqualTo(id);
        assertThat(again.body().at("/errors/externalRef/0").asText()).isEqualTo("was used before");
        assertThat(later.status()).isEqualTo(409);
        assertThat(later.body().get("existing").asText()).isEqualTo(id);
        assertThat(town.app("GET", "/events", "").body().get("items")).isEmpty();
    }

    @Test
    void listsInclusivelyWhatChangedSinceAndFilters() throws Exception {
        var one = town.app("POST", "/events", Town.eventBody(member, "One"));
        var two = town.app("POST", "/events", Town.eventBody(member, "Two"));
        var id = two.text("id");
        var _ = town.app("PATCH", "/events/" + id, "{\"externalRef\":\"r-2\"}");
        var changed = town.app("GET", "/events/" + id, "").text("changedAt");

        var since = town.app("GET", "/events?changedSince=" + changed, "").body().get("items");
        var byRef = town.app("GET", "/events?externalRef=r-2", "").body().get("items");
        var byDay = town.app("GET", "/events?memberId=" + member + "&day=2026-03-02", "");

        assertThat(since.findValuesAsText("title")).containsExactly("Two");
        assertThat(byRef.findValuesAsText("id")).containsExactly(id);
        assertThat(byDay.body().get("items").findValuesAsText("id"))
                .containsExactly(one.text("id"), id);
    }

    @Test
    void oneAccountNeverSeesAnother() throws Exception {
        var id = town.app("POST", "/events", Town.eventBody(member, "Mine")).text("id");
        var south = new String[] {"Authorization", "Bearer app-south"};

        assertThat(town.call("GET", town.app + "/v1/events", "", south).body().get("items"))
                .isEmpty();
        assertThat(town.call("GET", town.app + "/v1/events/" + id, "", south).status())
                .isEqualTo(404);
        assertThat(
                        town.call("GET", town.app + "/v1/events", "", "Authorization", "Bearer x")
                                .status())
                .isEqualTo(401);
    }
}
