package drawbridge.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// The app has lost its recurrence: through the real gateway, a series of Acme's crosses one
/// occurrence at a time, thirty days ahead, and comes back as exceptions.
@SuppressWarnings("NullAway.Init") // The test sets the fields before it asks them.
class OccurrencesIT {

    private static final String NORTH = "north";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Without a change of the clocks.
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private RunningGateway town;
    private String user;

    @BeforeEach
    void start() throws Exception {
        town = RunningGateway.start(temp, OccurrencesIT::withoutRules);
        town.app.turn("recurrence", false);
        var _ = town.app.as(NORTH, "POST", "/v1/members", person("name", "mail"));
        user =
                town.acme
                        .as(NORTH, "POST", "/api/v2/users", person("full_name", "email"))
                        .path("id")
                        .asText();
    }

    @AfterEach
    void stop() {
        town.close();
    }

    /// The app's `series` goes, and the flow says what then becomes of Acme's.
    private static void withoutRules(Path mappings) throws IOException {
        var file = mappings.resolve("flows/appointments.yaml");
        var text = Files.readString(file);
        int app = text.indexOf("timed: { start-instant");
        int from = text.indexOf("          series:\n", app);
        int until = text.indexOf("\n  title:\n", app);
        assertThat(from).isBetween(app, until);
        Files.writeString(
                file,
                text.substring(0, from)
                        + text.substring(until)
                        + "\noccurrences: { of: acme, ahead: 30d, title: title }\n");
    }

    @Test
    void whatPeopleDoToSingleEventsComesBackAsExceptionsAndTheEndOfTheSeriesTakesTheRest()
            throws Exception {
        var first = LocalDate.now(ZONE).plusDays(1);
        var series = series(first.atTime(10, 0), weekly(first));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events()).hasSize(5));
        assertThat(events().values()).containsOnly("Weekly open");

        change(event(first.plusDays(7)), none().put("title", "Just this one"));
        var moved = first.plusDays(15).atTime(12, 0).atZone(ZONE).toInstant();
        change(
                event(first.plusDays(14)),
                none().put("start", moved.toString())
                        .put("end", moved.plus(Duration.ofMinutes(30)).toString()));
        change(event(first.plusDays(21)), none().put("state", "cancelled"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(acme(series).path("exceptions")).hasSize(3));
        var exceptions = acme(series).path("exceptions");
        assertThat(exceptions.findValuesAsText("original"))
                .containsExactly(
                        first.plusDays(7) + "T10:00:00",
                        first.plusDays(14) + "T10:00:00",
                        first.plusDays(21) + "T10:00:00");
        assertThat(exceptions.path(0).path("subject").asText()).isEqualTo("Just this one");
        assertThat(exceptions.path(1).path("moved_to").asText())
                .isEqualTo(first.plusDays(15) + "T12:00:00");
        assertThat(exceptions.path(2).path("cancelled").asBoolean()).isTrue();
        assertThat(acme(series).path("subject").asText()).isEqualTo("Weekly");

        var shorter = with(none(), weekly(first).put("until", first.plusDays(8).toString()));
        shorter.putArray("exceptions").add(exceptions.path(0));
        var _ = town.acme.as(NORTH, "PATCH", "/api/v2/appointments/" + series, shorter);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(events())
                                        .containsEntry(at(first), "Weekly open")
                                        .containsEntry(at(first.plusDays(7)), "Just this one open")
                                        .containsEntry(moved.toString(), "Weekly cancelled")
                                        .containsEntry(at(first.plusDays(21)), "Weekly cancelled")
                                        .containsEntry(at(first.plusDays(28)), "Weekly cancelled")
                                        .hasSize(5));

        assertThat(audit()).contains("IN SYNC");
    }

    @Test
    void occurrencesOfWhichNobodyToldAreFoundByAnAuditAndRepaired() throws Exception {
        var first = LocalDate.now(ZONE).plusDays(1);
        var twice = weekly(first).put("until", first.plusDays(8).toString());
        var series = series(first.atTime(10, 0), twice);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events()).hasSize(2));
        assertThat(audit()).contains("IN SYNC");

        town.acme.changeUntold(NORTH, "appointment", series, with(none(), weekly(first)));
        var drifted = audit();

        assertThat(drifted)
                .contains("DRIFTED")
                .contains(series + "@" + first.plusDays(14))
                .contains(series + "@" + first.plusDays(21))
                .contains(series + "@" + first.plusDays(28));
        assertThat(events()).as("nothing is repaired unasked").hasSize(2);
        var _ = audit("--repair");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events()).hasSize(5));
        assertThat(audit()).contains("IN SYNC");
        assertThat(events()).hasSize(5);
    }

    @Test
    void timeBringsTheNextOccurrenceNear() throws Exception {
        var begins = Instant.now().plusSeconds(45).truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        var _ =
                series(
                        LocalDateTime.ofInstant(begins, ZONE),
                        none().put("unit", "day").put("every", 30));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events()).containsKey(begins.toString()));
        var second = begins.plus(Duration.ofDays(30));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(events()).containsKey(second.toString()));

        for (var event : town.app.as(NORTH, "GET", "/v1/events", none()).path("items")) {
            if (event.path("start").asText().equals(second.toString())) {
                assertThat(event.path("createdAt").asLong()).isGreaterThan(begins.toEpochMilli());
            }
        }
        assertThat(events()).hasSize(2);
    }

    // ---- People

    private static ObjectNode person(String name, String mail) {
        return none().put(name, "User 1").put(mail, "user1@example.com");
    }

    private static ObjectNode weekly(LocalDate first) {
        var rule = none().put("unit", "week").put("every", 1);
        rule.putArray("weekdays")
                .add(first.getDayOfWeek().name().toLowerCase(java.util.Locale.ROOT));
        return rule;
    }

    private static ObjectNode with(ObjectNode fields, ObjectNode rule) {
        fields.set("repeats", rule);
        return fields;
    }

    private String series(LocalDateTime start, ObjectNode rule) throws IOException {
        var fields =
                none().put("owner_id", user)
                        .put("subject", "Weekly")
                        .put("starts_at", start.toString() + ":00")
                        .put("duration_minutes", 30)
                        .put("time_zone", ZONE.getId());
        return town.acme
                .as(NORTH, "POST", "/api/v2/appointments", with(fields, rule))
                .path("id")
                .asText();
    }

    private void change(String event, ObjectNode fields) throws IOException {
        var _ = town.app.as(NORTH, "PATCH", "/v1/events/" + event, fields);
    }

    // ---- What they see

    private JsonNode acme(String appointment) throws IOException {
        return town.acme.as(NORTH, "GET", "/api/v2/appointments/" + appointment, none());
    }

    private static String at(LocalDate day) {
        return day.atTime(10, 0).atZone(ZONE).toInstant().toString();
    }

    /// Title and state of each event by its start.
    private Map<String, String> events() throws IOException {
        var events = new TreeMap<String, String>();
        for (var event : town.app.as(NORTH, "GET", "/v1/events", none()).path("items")) {
            assertThat(event.path("recurrence").asText("")).isIn("", "null");
            var before =
                    events.put(
                            event.path("start").asText(),
                            event.path("title").asText() + " " + event.path("state").asText());
            assertThat(before).as("two events at once").isNull();
        }
        return events;
    }

    private String event(LocalDate day) throws IOException {
        for (var event : town.app.as(NORTH, "GET", "/v1/events", none()).path("items")) {
            if (event.path("start").asText().equals(at(day))) {
                return event.path("id").asText();
            }
        }
        throw new AssertionError("no event on " + day);
    }

    private String audit(String... more) throws Exception {
        var line = new ArrayList<String>();
        line.add(new Launcher(System.getenv()).home().resolve("drawbridge").toString());
        line.addAll(List.of("audit", "--tenant", NORTH));
        line.addAll(town.reach());
        line.addAll(List.of(more));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        var told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(told).isLessThan(2);
        return told;
    }

    private static ObjectNode none() {
        return Http.JSON.createObjectNode();
    }
}
