package drawbridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.file.Shipped;
import drawbridge.system.ScriptedSystem;
import drawbridge.system.ScriptedSystem.Asked;
import drawbridge.system.ScriptedSystem.Reply;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `drawbridge plan` and `drawbridge apply` over two real servers, with the flows that are shipped.
class PlanCommandIT {

    private static final Pattern HASH = Pattern.compile("Plan ([0-9a-f]{12})\\.");

    private static final String USER =
            """
            {"id":"usr_1","email":"user1@example.com","full_name":"User 1",
             "created_at":"2026-03-01T10:00:00Z","updated_at":"2026-03-01T10:00:00Z","revision":1}""";

    private static final String MEMBER =
            """
            {"id":7,"mail":"User1@example.com","name":"User 1","changedAt":1772359200000}""";

    private static final String CONTACT =
            """
            {"id":"con_1","first_name":"Contact","last_name":"1","phone":"+49 30 5550 101",
             "email":"contact1@example.com","updated_at":"2026-03-01T10:00:00Z","revision":1}""";

    private static final String EVENT =
            """
            {"id":11,"memberId":7,"title":"Call","allDay":false,"start":"2026-03-02T09:00:00Z",
             "end":"2026-03-02T09:30:00Z","zone":"Europe/Berlin","state":"open","place":null,
             "customer":null,"externalRef":null,"recurrence":null,"exdates":[],"overrides":[],
             "changedAt":1772359200000}""";

    @TempDir Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSystem acme = new ScriptedSystem(vertx);
    private final ScriptedSystem app = new ScriptedSystem(vertx);
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> appointments = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String appointment(int number, String subject) {
        return """
        {"id":"apt_%d","owner_id":"usr_1","contact_id":"con_1","subject":"%s",
         "starts_at":"2026-03-03T10:00:00","duration_minutes":30,"time_zone":"Europe/Berlin",
         "all_day_on":null,"status":"Planned","location":null,"room":null,"external_ref":null,
         "repeats":null,"exceptions":[],"created_at":"2026-03-01T10:00:00Z",
         "updated_at":"2026-03-01T10:00:00Z","revision":1}"""
                .formatted(number, subject);
    }

    @BeforeEach
    void twoSystems() throws IOException {
        Shipped.copy(folder.resolve("mappings"));
        Files.writeString(
                folder.resolve("mappings/examples/east.yaml"),
                """
                tenant: east
                title: East
                zone: Europe/Berlin
                connections:
                  acme: { endpoint: "${EAST_ACME}", credential: { env: EAST_KEY } }
                  app: { endpoint: "${EAST_APP}", credential: { env: EAST_TOKEN } }
                flows:
                  users: {}
                  appointments: {}
                """);
        environment.put("EAST_ACME", acme.endpoint());
        environment.put("EAST_APP", app.endpoint());
        environment.put("EAST_KEY", "key-of-east");
        environment.put("EAST_TOKEN", "token-of-east");
        appointments.add(appointment(1, "Demo"));
        appointments.add(appointment(2, "Training"));
        acme.answers(
                asked ->
                        switch (asked.path()) {
                            case "/api/v2/users" -> data(List.of(USER));
                            case "/api/v2/contacts" -> data(List.of(CONTACT));
                            default -> data(appointments);
                        });
        app.answers(asked -> asked.path().equals("/v1/members") ? items(MEMBER) : items(EVENT));
    }

    private static Reply data(List<String> rows) {
        return Reply.json("{\"data\":[" + String.join(",", rows) + "],\"next_cursor\":null}");
    }

    private static Reply items(String row) {
        return Reply.json("{\"items\":[" + row + "],\"after\":null}");
    }

    @AfterEach
    void closes() {
        var _ = vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int plan(String... more) {
        return run(PlanCommand.commandLine(folder, folder, environment, false), "east", more);
    }

    private int apply(String hash, String... more) {
        return run(ApplyCommand.commandLine(folder, folder, environment), hash, more);
    }

    private int run(CommandLine line, String first, String... more) {
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(Arrays.asList(more));
        return line.execute(all.toArray(new String[0]));
    }

    private String planned() {
        assertThat(plan()).as(out.toString() + err).isZero();
        Matcher hash = HASH.matcher(out.toString());
        assertThat(hash.find()).isTrue();
        return hash.group(1);
    }

    private Path inUse() {
        return folder.resolve("mappings/tenants/east.yaml");
    }

    @Test
    void tellsWhatWouldBeLinkedAndCreatedAndWritesNothing() {
        assertThat(plan()).as(out.toString() + err).isZero();

        assertThat(out.toString())
                .contains(
                        "Read: 2 acme.appointment, 1 acme.contact, 1 acme.user, 1 app.event, 1 app.member")
                .contains(
                        "       1  linked as they are\n          acme.user usr_1 with app.member 7")
                .contains("       3  created\n")
                .contains("acme.appointment apt_1  at app.event: {")
                .contains("app.event 11  at acme.appointment: {")
                .containsPattern("Calls: [0-9]+ to acme, [0-9]+ to app; at least 1 s\\.");
        assertThat(acme.asked).extracting(Asked::method).containsOnly("GET");
        assertThat(app.asked).extracting(Asked::method).containsOnly("GET");
    }

    @Test
    void tellsWhichFieldsLoseWhatOnWhichWay() {
        assertThat(plan()).as(out.toString() + err).isZero();

        assertThat(out.toString())
                .contains("          lost or refused by the mapping, whatever the records hold:\n")
                .contains(
                        "            to acme, when: its length is rounded up to a multiple of 5"
                                + " minutes\n")
                .contains("            to acme, when: more than 1 whole day is refused\n")
                .contains(
                        "            to acme, title: it is refused with more than 120 characters\n")
                .contains("            to app, place: it is refused with more than 60 characters\n")
                .contains(
                        "            to app, name: which of its words are the first name is not"
                                + " told\n")
                .contains("            to acme, name, phone, email: does not cross this way\n")
                .contains("            to app, email: is compared, and never written\n")
                .doesNotContain("owner: ")
                .doesNotContain("to acme, place");
    }

    @Test
    void tellsProgramsWhichFieldsLoseWhat() {
        assertThat(plan("--json")).as(out.toString() + err).isZero();

        assertThat(out.toString())
                .contains(
                        "{\"flow\":\"appointments\",\"field\":\"place\",\"to\":\"app\",\"what\":"
                                + "\"it is refused with more than 60 characters\"}");
    }

    @Test
    void breaksNoWordWhereTheTerminalEnds() {
        Plan plan =
                new Plan(
                        "east",
                        "",
                        List.of(),
                        Map.of("acme.appointment", 65, "acme.contact", 12, "app.event", 52),
                        Map.of(),
                        Duration.ZERO);

        assertThat(new PlanText(false, 40, 1).of(plan))
                .startsWith("Read: 65 acme.appointment, 12", "      acme.contact, 52 app.event");
    }

    @Test
    void aRecordThatCannotCrossIsToldWithItsReason() {
        appointments.add(appointment(3, "Odd").replace("\"Planned\"", "\"Lost\""));

        assertThat(plan()).isEqualTo(1);
        assertThat(out.toString())
                .contains("       1  refused: cannot cross as they are\n")
                .contains("acme.appointment apt_3  /status: ");
    }

    @Test
    void theSameWorldHasTheSamePlan() {
        String first = planned();
        out.getBuffer().setLength(0);

        assertThat(planned()).isEqualTo(first);
    }

    @Test
    void appliesWhatWasPlanned() {
        String hash = planned();

        assertThat(apply(hash)).as(err.toString()).isZero();

        assertThat(inUse()).hasSameTextualContentAs(folder.resolve("mappings/examples/east.yaml"));
        assertThat(out.toString()).contains("east is in use.");
    }

    @Test
    void refusesWhenTheWorldMovedAndSaysWhat() {
        String hash = planned();
        appointments.set(0, appointment(1, "Another demo"));
        appointments.add(appointment(4, "New"));

        assertThat(apply(hash)).isEqualTo(1);

        assertThat(inUse()).doesNotExist();
        assertThat(err.toString())
                .contains("Nothing was done: the world moved since that plan.")
                .contains("appointments: acme.appointment apt_1 changed")
                .contains("appointments: acme.appointment apt_4 came: created");
    }

    @Test
    void refusesMoreThanWasAllowed() {
        String hash = planned();

        assertThat(apply(hash, "--at-most-creates", "2")).isEqualTo(1);

        assertThat(err.toString())
                .contains("Nothing was done: the plan has 3 creates, and --at-most-creates is 2.");
        assertThat(inUse()).doesNotExist();
    }

    @Test
    void tellsProgramsWhatCameOfApplying() {
        String hash = planned();
        out.getBuffer().setLength(0);

        assertThat(apply(hash, "--json", "--at-most-creates", "2")).isEqualTo(1);
        assertThat(out.toString())
                .contains("\"applied\":false", "\"create\":3", "\"moved\":[]")
                .contains("\"refusals\":[\"the plan has 3 creates, and --at-most-creates is 2.\"]");
        assertThat(err.toString()).as("all of it is in the JSON").isEmpty();

        out.getBuffer().setLength(0);
        assertThat(apply(hash, "--json")).isZero();
        assertThat(out.toString())
                .contains("\"plan\":\"" + hash + "\"", "\"applied\":true", "\"refusals\":[]");
        assertThat(inUse()).exists();
    }

    @Test
    void tellsProgramsWhatMoved() {
        String hash = planned();
        out.getBuffer().setLength(0);
        appointments.set(0, appointment(1, "Another demo"));

        assertThat(apply(hash, "--json")).isEqualTo(1);

        assertThat(out.toString())
                .contains("\"refusals\":[\"the world moved since that plan.\"]")
                .contains("\"moved\":[\"appointments: acme.appointment apt_1 changed\"]");
    }

    @Test
    void aPlanThatNobodyMadeIsToldInWords() {
        assertThat(apply("0123456789ab")).isEqualTo(2);
        assertThat(err.toString())
                .contains("There is no plan '0123456789ab'. Make one: drawbridge plan TENANT");
    }

    @Test
    void whoIsInUseHasNoPlan() throws IOException {
        Files.copy(folder.resolve("mappings/examples/east.yaml"), inUse());
        Files.delete(folder.resolve("mappings/examples/east.yaml"));

        assertThat(plan()).isEqualTo(2);
        assertThat(err.toString())
                .contains("east is in use")
                .contains("drawbridge audit --tenant east");
    }

    @Test
    void whatIsKeptOfAPlanHoldsNobodysData() throws IOException {
        String hash = planned();

        assertThat(Files.readString(folder.resolve(".drawbridge/plans/" + hash + ".json")))
                .contains("apt_1")
                .doesNotContain("example.com")
                .doesNotContain("Demo");
    }

    @Test
    void aSystemThatDoesNotAnswerIsToldInWords() {
        app.answers(_ -> Reply.of(503, "{}"));

        assertThat(plan()).isEqualTo(2);
        assertThat(err.toString()).contains("app answered 503");
    }
}
