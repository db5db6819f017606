package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// Series in both sandboxes, over their documented routes.
class RecurrenceIT {

    private static final String WEEKLY =
            """
            {"recurrence": "FREQ=WEEKLY;COUNT=3", "exdates": ["2026-03-09T09:00:00Z"]}""";

    private Town town;
    private String event;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder);
        event = town.app("POST", "/events", Town.eventBody(town.member(), "Weekly")).text("id");
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void anEventRepeatsAndTellsItsOccurrencesToTheJudge() throws Exception {
        var _ =
                town.app(
                        "PATCH",
                        "/events/" + event,
                        """
                        {"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:00:00Z"}""");

        var changed = town.app("PATCH", "/events/" + event, WEEKLY);

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("recurrence")).isEqualTo("FREQ=WEEKLY;COUNT=3");
        assertThat(changed.body().get("overrides").isEmpty()).isTrue();
        var facts = town.control("GET", town.app + "/control/facts?account=north", "").body();
        assertThat(facts.get(0).get("occurrences").findValuesAsText("startsAt"))
                .containsExactly("2026-03-02T09:00:00Z", "2026-03-16T09:00:00Z");
    }

    @Test
    void whatIsNotInTheRuleIsRefusedByItsField() throws Exception {
        var refused =
                town.app(
                        "PATCH",
                        "/events/" + event,
                        "{\"recurrence\": \"FREQ=WEEKLY\", \"exdates\": [\"2020-01-01T09:00:00Z\"]}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/exdates").isArray()).isTrue();
    }

    @Test
    void aCalendarWhoseRecurrenceIsTakenAwayRefusesASeriesAndNothingElse() throws Exception {
        var off = switched("{\"recurrence\": false}");

        var refused = town.app("PATCH", "/events/" + event, "{\"recurrence\": \"FREQ=WEEKLY\"}");
        var retitled = town.app("PATCH", "/events/" + event, "{\"title\": \"Once\"}");
        var on = switched("{\"recurrence\": true}");
        var taken = town.app("PATCH", "/events/" + event, "{\"recurrence\": \"FREQ=WEEKLY\"}");

        assertThat(off).isEqualTo(204);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().at("/errors/recurrence").isArray()).isTrue();
        assertThat(retitled.status()).isEqualTo(200);
        assertThat(on).isEqualTo(204);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(switched("{\"gravity\": false}")).isEqualTo(400);
    }

    private int switched(String body) throws Exception {
        return town.control("PUT", town.app + "/control/switches", body).status();
    }

    @Test
    void anAppointmentKeepsAllMembersOfItsPatternAndRoundsItsExceptions() throws Exception {
        var user = town.user();
        var made =
                town.acme(
                        "POST",
                        "/appointments",
                        """
                        {"owner_id": "%s", "subject": "Weekly", "starts_at": "2026-03-02T10:00:00",
                         "duration_minutes": 30, "time_zone": "Europe/Berlin",
                         "repeats": {"unit": "week", "weekdays": ["monday"]},
                         "exceptions": [{"original": "2026-03-09T10:00:00",
                                         "moved_to": "2026-03-10T10:00:00", "duration_minutes": 32}]}"""
                                .formatted(user));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().at("/repeats/every").asInt()).isEqualTo(1);
        assertThat(made.body().at("/repeats/until").isNull()).isTrue();
        assertThat(made.body().at("/exceptions/0/duration_minutes").asInt()).isEqualTo(35);
    }
}
