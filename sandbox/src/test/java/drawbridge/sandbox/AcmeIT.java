package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

class AcmeIT {

    private Town town;
    private String owner;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder);
        owner = town.user();
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void trimsTextRoundsMinutesUpAndDropsWhatItDoesNotKnow() throws Exception {
        var body =
                """
                {"owner_id":"%s","subject":"  Review ","starts_at":"2026-03-02T10:00","duration_minutes":31,
                 "time_zone":"Europe/Berlin","location":"   ","mood":"good"}"""
                        .formatted(owner);

        var made = town.acme("POST", "/appointments", body);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("subject")).isEqualTo("Review");
        assertThat(made.body().get("duration_minutes").asInt()).isEqualTo(35);
        assertThat(made.text("starts_at")).isEqualTo("2026-03-02T10:00:00");
        assertThat(made.body().get("location").isNull()).isTrue();
        assertThat(made.body().has("mood")).isFalse();
        assertThat(made.raw().headers().firstValue("ETag")).contains("\"r1\"");
    }

    @Test
    void namesEveryFieldThatBreaksARule() throws Exception {
        var body =
                """
                {"owner_id":"usr_nobody0000","subject":"%s","all_day_on":"2026-03-02","duration_minutes":30,
                 "status":"Maybe","location":7}"""
                        .formatted("x".repeat(121));

        var refused = town.acme("POST", "/appointments", body);

        assertThat(refused.status()).isEqualTo(422);
        var names = new ArrayList<String>();
        refused.body().path("error").path("fields").forEach(f -> names.add(f.get("name").asText()));
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "owner_id", "subject", "all_day_on", "status", "location");
    }

    @Test
    void refusesAWriteToARecordThatHasChangedSince() throws Exception {
        var id = town.appointment(owner, "First");
        var change =
                town.acme(
                        "PATCH",
                        "/appointments/" + id,
                        "{\"subject\":\"Second\"}",
                        "If-Match",
                        "\"r1\"");

        var stale =
                town.acme(
                        "PATCH",
                        "/appointments/" + id,
                        "{\"subject\":\"Third\"}",
                        "If-Match",
                        "\"r1\"");

        assertThat(change.status()).isEqualTo(200);
        assertThat(change.raw().headers().firstValue("ETag")).contains("\"r2\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(town.acme("GET", "/appointments/" + id, "").text("subject")).isEqualTo("Second");
        assertThat(town.acme("DELETE", "/appointments/" + id, "", "If-Match", "\"r1\"").status())
                .isEqualTo(412);
    }

    @Test
    void aWriteThatChangesNothingKeepsTheRevision() throws Exception {
        var id = town.appointment(owner, "Same");

        var same = town.acme("PATCH", "/appointments/" + id, "{\"subject\":\" Same \"}");

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.body().get("revision").asInt()).isEqualTo(1);
    }

    @Test
    void nullClearsAndAnAbsentKeyKeeps() throws Exception {
        var id = town.appointment(owner, "Clear");
        var _ = town.acme("PATCH", "/appointments/" + id, "{\"location\":\"Here\",\"room\":\"4\"}");

        var cleared = town.acme("PATCH", "/appointments/" + id, "{\"location\":null}");

        assertThat(cleared.body().get("location").isNull()).isTrue();
        assertThat(cleared.text("room")).isEqualTo("4");
    }

    @Test
    void pagesSkipNothingWhileRecordsAreEdited() throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            ids.add(town.appointment(owner, "Meeting " + i));
        }
        var seen = new HashSet<String>();
        var cursor = "";
        int page = 0;

        do {
            var list = town.acme("GET", "/appointments?limit=4" + cursor, "");
            list.body().get("data").forEach(record -> seen.add(record.get("id").asText()));
            var next = list.body().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asText();
            var edited = ids.get(page++ * 3 % ids.size());
            var change = "{\"location\":\"page " + page + "\"}";
            assertThat(town.acme("PATCH", "/appointments/" + edited, change).status())
                    .isEqualTo(200);
        } while (!cursor.isEmpty() && page < 100);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void listsInclusivelyWhatChangedSince() throws Exception {
        var _ = town.appointment(owner, "Old");
        var id = town.appointment(owner, "New");
        var since = town.acme("GET", "/appointments/" + id, "").text("updated_at");

        var list = town.acme("GET", "/appointments?updated_since=" + since, "").body().get("data");

        assertThat(list.findValuesAsText("id")).contains(id);
        assertThat(list.findValuesAsText("updated_at")).allMatch(at -> at.compareTo(since) >= 0);
        var after = Instant.parse(since).plusMillis(1);
        var later = town.acme("GET", "/appointments?updated_since=" + after, "");
        assertThat(later.body().get("data")).isEmpty();
    }

    @Test
    void aDeletedRecordIsGoneButStaysInTheListAsATombstone() throws Exception {
        var id = town.appointment(owner, "Deleted");

        var deleted = town.acme("DELETE", "/appointments/" + id, "");

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(town.acme("GET", "/appointments/" + id, "").status()).isEqualTo(410);
        assertThat(town.acme("PATCH", "/appointments/" + id, "{}").status()).isEqualTo(410);
        assertThat(town.acme("GET", "/appointments/apt_0000000000", "").status()).isEqualTo(404);
        var tombstone = town.acme("GET", "/appointments", "").body().get("data").get(0);
        assertThat(tombstone.get("deleted").asBoolean()).isTrue();
        assertThat(tombstone.has("subject")).isFalse();
        assertThat(tombstone.get("revision").asInt()).isEqualTo(2);
    }

    @Test
    void filtersAreExactAndAnExternalReferenceNeedNotBeUnique() throws Exception {
        var one = town.appointment(owner, "One");
        var two = town.appointment(owner, "Two");
        for (var id : List.of(one, two)) {
            var _ = town.acme("PATCH", "/appointments/" + id, "{\"external_ref\":\"ref-1\"}");
        }

        var byRef = town.acme("GET", "/appointments?external_ref=ref-1", "");
        var byDay =
                town.acme("GET", "/appointments?owner_id=" + owner + "&starts_on=2026-03-02", "");
        var byMail = town.acme("GET", "/users?email=USER3@example.com", "");

        assertThat(byRef.body().get("data").findValuesAsText("id")).containsExactly(one, two);
        assertThat(byDay.body().get("data")).hasSize(2);
        assertThat(byMail.body().get("data").get(0).get("id").asText()).isEqualTo(owner);
        assertThat(town.acme("GET", "/appointments?external_ref=ref", "").body().get("data"))
                .isEmpty();
    }

    @Test
    void aFilteredListShowsDeletedAppointmentsWhenAskedTo() throws Exception {
        var id = town.appointment(owner, "One");
        var _ = town.acme("PATCH", "/appointments/" + id, "{\"external_ref\":\"ref-2\"}");
        var _ = town.acme("DELETE", "/appointments/" + id, "");

        var living = town.acme("GET", "/appointments?external_ref=ref-2", "").body().get("data");
        var all =
                town.acme("GET", "/appointments?external_ref=ref-2&include_deleted=true", "")
                        .body()
                        .get("data");

        assertThat(living).isEmpty();
        assertThat(all.findValuesAsText("id")).containsExactly(id);
        assertThat(all.get(0).get("deleted").asBoolean()).isTrue();
        assertThat(all.get(0).get("external_ref").asText()).isEqualTo("ref-2");
    }

    @Test
    void oneAccountNeverSeesAnother() throws Exception {
        var id = town.appointment(owner, "Secret");

        var list =
                town.call(
                        "GET", town.acme + "/api/v2/appointments", "", "X-Acme-Key", "acme-south");
        var read =
                town.call(
                        "GET",
                        town.acme + "/api/v2/appointments/" + id,
                        "",
                        "X-Acme-Key",
                        "acme-south");
        var none = town.call("GET", town.acme + "/api/v2/appointments", "");

        assertThat(list.body().get("data")).isEmpty();
        assertThat(read.status()).isEqualTo(404);
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.raw().headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void speaksTheStatusCodesOfHttp() throws Exception {
        var key = new String[] {"X-Acme-Key", "acme-north"};

        assertThat(town.acme("POST", "/users", "{\"email\":").status()).isEqualTo(400);
        assertThat(town.acme("GET", "/users?limit=201", "").status()).isEqualTo(400);
        assertThat(town.acme("GET", "/users?cursor=nonsense", "").status()).isEqualTo(400);
        var nothing = town.acme("GET", "/nothing", "");
        assertThat(nothing.status()).isEqualTo(404);
        var date = nothing.raw().headers().firstValue("Date").orElseThrow();
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        var outside = town.control("GET", town.acme + "/nothing", "");
        assertThat(outside.status()).isEqualTo(404);
        assertThat(outside.raw().headers().firstValue("Content-Type")).contains("application/json");
        var put = town.call("PUT", town.acme + "/api/v2/users", "{}", key);
        assertThat(put.status()).isEqualTo(405);
        assertThat(put.raw().headers().firstValue("Allow")).contains("GET, POST");
        var large = "{\"email\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(town.acme("POST", "/users", large).status()).isEqualTo(413);
    }
}
