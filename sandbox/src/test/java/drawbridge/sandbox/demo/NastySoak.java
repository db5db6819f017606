package drawbridge.sandbox.demo;

import static drawbridge.sandbox.demo.RunningGateway.PATIENCE;
import static drawbridge.sandbox.demo.RunningGateway.WEST;
import static drawbridge.sandbox.demo.RunningGateway.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.parts.Launcher;
import drawbridge.sandbox.parts.Part;
import drawbridge.sandbox.world.Account;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The nasty API and the app, both ways through the real gateway: no line of Java knows the API,
/// only `systems/nasty.yaml`, two flows and a customer.
///
/// Not part of each build yet: of ten runs one left a second event (a create whose id was read back
/// in vain, and whose key was free before it was settled; the first half is mended), and one took a
/// minute longer.
///
///     mvn verify -pl gateway,sandbox -am -Dit.test=NastySoak -Dtest=LayoutTest \
///         -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false
class NastySoak {

    private static final int EACH = 20;
    private static final int PEOPLE = 10;
    private static final String KEY = "key-at-the-nasty-api-0123456789";
    private static final String SECRET = "secret-of-its-webhooks-0123456789";
    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final Pattern MEETING = Pattern.compile("<meeting>(.*?)</meeting>");
    private static final Pattern MEMBER = Pattern.compile("<(\\w+)>([^<]*)</\\1>");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path temp;

    private final Map<String, String> names = new HashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String[] persons = new String[PEOPLE];
    private final long[] members = new long[PEOPLE];
    private final Instant tomorrow =
            InstantSource.system().instant().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    private String nasty = "";

    /// What both sides say of one meeting.
    private record Said(
            String title, Instant start, Instant end, String state, String place, String owner) {}

    @Test
    void anApiOfTheUnpleasantKindIsInSyncByYamlAlone() throws Exception {
        try (var town = RunningGateway.start(temp, _ -> {});
                var server = nasty(town)) {
            nasty = server.ready(temp.resolve("nasty.json"), PATIENCE).path("url").asText();
            people(town);
            town.west(customer());

            for (int n = 0; n < EACH; n++) {
                make(n);
                var _ = event(town, EACH + n, "");
            }
            agree(town, 2 * EACH);

            var here = meetings();
            var there = events(town);
            for (int n = 0; n < 2 * EACH; n++) {
                var meeting = id(here, n);
                var event = id(there, n);
                switch (n % 6) {
                    case 0 -> change(meeting, "room", "Room " + n);
                    case 1 -> edit(town, event, object().put("place", "Hall " + n));
                    case 2 -> {
                        change(meeting, "begins", wall(start(n).minus(30, ChronoUnit.MINUTES)));
                        edit(town, event, object().put("state", "done"));
                    }
                    case 3 -> {
                        var later = start(n).plus(45, ChronoUnit.MINUTES);
                        edit(town, event, object().put("end", later.toString()));
                        change(meeting, "subject", name(n) + " Q&A, \"moved\" <late>");
                        change(meeting, "subject", name(n) + " Q&A");
                    }
                    case 4 -> change(meeting, "person", persons[(n + 1) % PEOPLE]);
                    default -> change(meeting, "dress-code", "none");
                }
            }
            agree(town, 2 * EACH);

            for (int n = 0; n < 4; n++) {
                var _ = call("DELETE", "/meetings/" + id(here, n), "");
                var gone = id(there, EACH + n);
                var _ = town.app.as(WEST, "DELETE", "/v1/events/" + gone, object());
            }
            agree(town, 2 * EACH - 8);
            await().atMost(PATIENCE)
                    .until(() -> town.ops("GET", "/waiting?tenant=west", "").isEmpty());
            assertThat(parked(town)).isEmpty();

            // Nobody was told that it takes no asterisks; a 500 is all that it says.
            var starred = event(town, 2 * EACH, "*");
            await().atMost(PATIENCE).until(() -> parked(town).size() == 1);
            assertThat(parked(town).path(0).path("reason").asText()).isEqualTo("refused");
            edit(town, starred, object().put("title", name(2 * EACH)));
            agree(town, 2 * EACH - 7);
            await().atMost(PATIENCE).until(() -> parked(town).isEmpty());
        }
    }

    private Part nasty(RunningGateway town) throws IOException {
        var address = town.hook(WEST).url().replace("/hooks/acme", "/hooks/nasty");
        var account = new Account(WEST, KEY, new Account.Webhook(address, SECRET), null);
        var accounts = object().put("control", "nobody");
        accounts.putArray("accounts").add(Http.JSON.<JsonNode>valueToTree(account));
        Files.writeString(temp.resolve("nasty-accounts.json"), accounts.toString());
        var line =
                List.of(
                        "sandbox",
                        "nasty",
                        "--data",
                        temp.resolve("nasty-data").toString(),
                        "--accounts",
                        temp.resolve("nasty-accounts.json").toString(),
                        "--ready",
                        temp.resolve("nasty.json").toString());
        return new Launcher(System.getenv())
                .start("nasty", line, Map.of(), temp.resolve("nasty.log"));
    }

    /// The customer's file as the examples have it, at the addresses of this run.
    private String customer() throws IOException {
        var key = Files.writeString(temp.resolve("key"), KEY);
        var secret = Files.writeString(temp.resolve("webhook"), SECRET);
        var example = temp.resolve("mappings/examples/east.yaml");
        return Files.readString(example)
                .replace("tenant: east", "tenant: west")
                .replace("${DRAWBRIDGE_EAST_NASTY_URL}", nasty)
                .replace("env: DRAWBRIDGE_EAST_NASTY_KEY", "file: " + key)
                .replace("env: DRAWBRIDGE_EAST_NASTY_WEBHOOK", "file: " + secret)
                .replace("DRAWBRIDGE_EAST_APP", "DRAWBRIDGE_WEST_APP");
    }

    private void people(RunningGateway town) throws Exception {
        for (int n = 0; n < PEOPLE; n++) {
            var mail = "user" + n + "@example.com";
            persons[n] =
                    call(
                            "POST",
                            "/people",
                            "<person><name>User %d</name><mail>%s</mail></person>"
                                    .formatted(n, mail));
            var fields = object().put("name", "User " + n).put("mail", mail);
            members[n] = town.app.as(WEST, "POST", "/v1/members", fields).path("id").asLong();
            names.put(persons[n], mail);
            names.put(Long.toString(members[n]), mail);
        }
    }

    private void make(int n) throws Exception {
        var id =
                call(
                        "POST",
                        "/meetings",
                        ("<meeting><subject>%s</subject><begins>%s</begins><ends>%s</ends>"
                                        + "<person>%s</person></meeting>")
                                .formatted(
                                        name(n),
                                        wall(start(n)),
                                        wall(start(n).plus(1, ChronoUnit.HOURS)),
                                        persons[n % PEOPLE]));
        assertThat(id).containsOnlyDigits();
    }

    private String event(RunningGateway town, int n, String more) throws IOException {
        var fields =
                object().put("memberId", members[n % PEOPLE])
                        .put("title", name(n) + more)
                        .put("start", start(n).toString())
                        .put("end", start(n).plus(1, ChronoUnit.HOURS).toString())
                        .put("zone", "Europe/Berlin");
        return town.app.as(WEST, "POST", "/v1/events", fields).path("id").asText();
    }

    private void change(String meeting, String member, String value) throws Exception {
        var text = value.replace("&", "&amp;").replace("<", "&lt;");
        var body = "<meeting><%1$s>%2$s</%1$s></meeting>".formatted(member, text);
        var _ = call("POST", "/meetings/" + meeting, body);
    }

    private static void edit(RunningGateway town, String event, ObjectNode fields)
            throws IOException {
        var _ = town.app.as(WEST, "PATCH", "/v1/events/" + event, fields);
    }

    /// What waits for a person.
    private static JsonNode parked(RunningGateway town) throws IOException {
        return town.ops("GET", "/parked?tenant=west&state=open&limit=100", "").path("items");
    }

    /// Both sides hold so many meetings, and say the same of each.
    private void agree(RunningGateway town, int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> {
                            var nastily = new TreeMap<String, Said>();
                            meetings().forEach((name, one) -> nastily.put(name, met(one)));
                            var apply = new TreeMap<String, Said>();
                            events(town).forEach((name, one) -> apply.put(name, said(one)));
                            assertThat(nastily).hasSize(count).isEqualTo(apply);
                        });
    }

    private Said met(JsonNode meeting) {
        var states = List.of("", "open", "done", "cancelled");
        return new Said(
                meeting.path("subject").asText(),
                instant(meeting.path("begins").asText()),
                instant(meeting.path("ends").asText()),
                states.get(meeting.path("state").asInt()),
                meeting.path("room").asText(),
                String.valueOf(names.get(meeting.path("person").asText())));
    }

    private Said said(JsonNode event) {
        return new Said(
                event.path("title").asText(),
                Instant.parse(event.path("start").asText()),
                Instant.parse(event.path("end").asText()),
                event.path("state").asText(),
                event.path("place").asText(""),
                String.valueOf(names.get(event.path("memberId").asText())));
    }

    /// All meetings of the nasty API by their names; two of one name are a fault.
    private Map<String, JsonNode> meetings() throws Exception {
        Map<String, JsonNode> all = new TreeMap<>();
        var window =
                "from=%d&to=%d"
                        .formatted(
                                tomorrow.getEpochSecond(),
                                tomorrow.plus(60, ChronoUnit.DAYS).getEpochSecond());
        for (int offset = 0; ; offset += 50) {
            var page = call("GET", "/meetings?" + window + "&maxSize=50&offset=" + offset, "");
            if (page.equals("Nothing")) {
                return all;
            }
            for (var found = MEETING.matcher(page); found.find(); ) {
                var meeting = object();
                for (var one = MEMBER.matcher(found.group(1)); one.find(); ) {
                    var _ = meeting.put(one.group(1), plain(one.group(2)));
                }
                var name = meeting.path("subject").asText().substring(0, 3);
                assertThat(all.put(name, meeting)).as(name).isNull();
            }
        }
    }

    private static Map<String, JsonNode> events(RunningGateway town) throws IOException {
        Map<String, JsonNode> all = new TreeMap<>();
        var items = town.app.as(WEST, "GET", "/v1/events?size=100", object()).path("items");
        for (var event : items) {
            var name = event.path("title").asText().substring(0, 3);
            assertThat(all.put(name, event)).as(name).isNull();
        }
        return all;
    }

    private String call(String method, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(nasty + "/legacy" + path))
                        .timeout(Duration.ofSeconds(5))
                        .header("X-Key", KEY)
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
        return answer.body();
    }

    private static String plain(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    private static String id(Map<String, JsonNode> all, int n) {
        return all.getOrDefault(name(n), object()).path("id").asText();
    }

    private static String name(int n) {
        return String.format(Locale.ROOT, "M%02d", n);
    }

    /// Within the day in Chicago, summer and winter, so that no clock is turned there.
    private Instant start(int n) {
        return tomorrow.plus(n / 6, ChronoUnit.DAYS).plus(15 + n % 6, ChronoUnit.HOURS);
    }

    private static String wall(Instant at) {
        return WALL.format(LocalDateTime.ofInstant(at, CHICAGO));
    }

    private static Instant instant(String wall) {
        return LocalDateTime.parse(wall, WALL).atZone(CHICAGO).toInstant();
    }
}
