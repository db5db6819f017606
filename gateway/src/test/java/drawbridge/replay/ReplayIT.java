package drawbridge.replay;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.audit.TwoSystems;
import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Remote;
import drawbridge.journal.Payloads;
import drawbridge.journal.PgAuditReads;
import drawbridge.journal.PgJournal;
import drawbridge.journal.PgTrafficReads;
import drawbridge.journal.TestDatabase;
import drawbridge.journal.TrafficReads.Place;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.platform.DatabasePool;
import drawbridge.replay.Replay.Answer;
import drawbridge.replay.Replay.Looked;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Changes in a real journal, through the shipped mappings and through others.
class ReplayIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final FlowName APPOINTMENTS = new FlowName("appointments");
    private static final Path SHIPPED = Path.of("..", "mappings");
    private static final String FLOW = "flows/appointments.yaml";
    private static final ResourceName APPOINTMENT = new ResourceName("acme", "appointment");
    private static final ResourceName EVENT = new ResourceName("app", "event");

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access());
    private final List<RecordRef> read = new ArrayList<>();
    private final Map<String, String> files = shipped();
    private Mappings mappings = new Mappings("none", Map.of(), Map.of());
    private PgJournal journal;
    private Replay replay;

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        Map<String, String> environment = new HashMap<>();
        for (String tenant : List.of("NORTH", "SOUTH")) {
            for (String name :
                    List.of("ACME_URL", "APP_URL", "ACME_KEY", "ACME_WEBHOOK", "APP_TOKEN")) {
                environment.put("DRAWBRIDGE_" + tenant + "_" + name, "http://127.0.0.1:1");
            }
            environment.put("DRAWBRIDGE_" + tenant + "_APP_PUSH", "in the vault");
        }
        mappings = MappingLoader.load(SHIPPED, environment);
        TenantSpec north = mappings.tenant("north").orElseThrow();
        journal =
                new PgJournal(
                        vertx,
                        pool,
                        (_, flow, side) ->
                                Optional.ofNullable(north.flows().get(flow))
                                        .map(known -> known.end(side).resource()),
                        () -> java.util.Set.of(NORTH));
        PgScope scope = new PgScope(pool);
        replay =
                new Replay(
                        new Replay.Ports(
                                vertx,
                                () -> mappings,
                                new PgTrafficReads(scope),
                                new PgAuditReads(scope),
                                journal,
                                (_, record) -> {
                                    read.add(record);
                                    return Future.succeededFuture(
                                            new Remote.Read.Present(
                                                    State.of(
                                                            new Value.Obj(
                                                                    Map.of(
                                                                            "last_name",
                                                                            Value.of("Contact 9"),
                                                                            "first_name",
                                                                            Value.NULL)))));
                                }));
    }

    @AfterEach
    void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void tellsNothingOfMappingsThatSayTheSame() throws Exception {
        linked(1);
        append(APPOINTMENT, Side.ACME, TwoSystems.appointment(1, "Visit 1"));

        assertThat(differences()).isEmpty();
        assertThat(told().changes()).hasSize(1);
    }

    @Test
    void tellsTheValueThatALinkedRecordsPartnerWouldHoldInstead() throws Exception {
        linked(1);
        append(APPOINTMENT, Side.ACME, TwoSystems.appointment(1, "Visit 2").put("status", "Held"));
        edit("held: { acme: Held, app: done }", "held: { acme: Held, app: over }");

        assertThat(differences())
                .containsExactly(new Difference("app.event /state", "\"done\"", "\"over\""));
    }

    @Test
    void tellsAGroupThatWouldBeRefused() throws Exception {
        linked(1);
        JsonObject held = TwoSystems.appointment(1, "Visit 1").put("status", "Held");
        append(APPOINTMENT, Side.ACME, held);
        edit("          held: { acme: Held, app: done }\n", "");

        assertThat(differences())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.field()).isEqualTo("group status");
                            assertThat(one.then()).isEqualTo("written: 'held'");
                            assertThat(one.now()).startsWith("refused: /status: ");
                        });
        assertThat(result().refusedThen()).isFalse();
        assertThat(result().refusedNow()).isTrue();
    }

    @Test
    void tellsARefusedRecordThatWouldCross() throws Exception {
        append(
                APPOINTMENT,
                Side.ACME,
                TwoSystems.appointment(1, "Visit 1").put("status", "Perhaps"));
        edit(
                "held: { acme: Held, app: done }",
                "held: { acme: Held, app: done }\n          perhaps: { acme: Perhaps, app: maybe }");

        assertThat(differences())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.field()).isEqualTo("the record");
                            assertThat(one.then()).startsWith("refused: /status: ");
                            assertThat(one.now())
                                    .startsWith("a new app.event: ")
                                    .contains("\"state\":\"maybe\"");
                        });
        assertThat(result().refusedThen()).isTrue();
        assertThat(result().refusedNow()).isFalse();
    }

    @Test
    void tellsAFieldThatIsReadFromWhereNothingStands() throws Exception {
        linked(1);
        append(APPOINTMENT, Side.ACME, TwoSystems.appointment(1, "Visit 1"));
        edit("acme: { at: /subject, max: 120 }", "acme: { at: /location, max: 80 }");

        assertThat(differences())
                .containsExactly(
                        new Difference(
                                "group title",
                                "written: 'Visit 1'",
                                "nothing is written: it reads as empty"));
    }

    @Test
    void tellsWhatADeleteWouldDoInstead() throws Exception {
        linked(1);
        tombstone();
        edit("delete: { acme: cancel, app: cancel }", "delete: { acme: hard, app: cancel }");

        assertThat(differences())
                .containsExactly(
                        new Difference(
                                "the record",
                                "its partner gets {\"state\":\"cancelled\"}",
                                "its partner is deleted"));
    }

    @Test
    void judgesANoticeWithoutARecordByWhatBothAgreedOn() throws Exception {
        linked(1);
        notice(1);
        notice(77);
        edit("acme: { at: /subject, max: 120 }", "acme: { at: /location, max: 80 }");

        List<Looked> changes = told().changes();

        assertThat(changes)
                .extracting(one -> one.result().isPresent())
                .containsExactly(false, true);
        assertThat(changes.getLast().result().orElseThrow().agreed()).isTrue();
        assertThat(changes.getLast().result().orElseThrow().differences())
                .extracting(Difference::field)
                .containsExactly("acme.appointment /location");
    }

    @Test
    void readsAlongWhatNoBaseHoldsAndOnceOnly() throws Exception {
        for (int n = 1; n <= 3; n++) {
            append(
                    APPOINTMENT,
                    Side.ACME,
                    TwoSystems.appointment(n, "Visit").put("contact_id", "con_9"));
        }
        edit("app: /customer/name\n", "app: /customer/title\n");

        assertThat(differences())
                .hasSize(6)
                .contains(
                        new Difference("app.event /customer/name", "\"Contact 9\"", "nothing"),
                        new Difference("app.event /customer/title", "nothing", "\"Contact 9\""));
        assertThat(read)
                .containsExactly(new RecordRef(new ResourceName("acme", "contact"), "con_9"));
    }

    @Test
    void goesFromTheNewestToTheOldestPageByPageAndNoFurtherBackThanAsked() throws Exception {
        for (int n = 1; n <= 5; n++) {
            append(APPOINTMENT, Side.ACME, TwoSystems.appointment(n, "Visit"));
        }

        Answer.Told first = page(Instant.EPOCH, Optional.empty(), 2);
        Answer.Told second = page(Instant.EPOCH, first.next(), 2);
        Answer.Told last = page(Instant.EPOCH, second.next(), 2);

        assertThat(Stream.of(first, second, last).flatMap(one -> one.changes().stream()))
                .extracting(one -> one.change().record().id())
                .containsExactly("apt_5", "apt_4", "apt_3", "apt_2", "apt_1");
        assertThat(last.next()).isEmpty();
        assertThat(page(Instant.now().plusSeconds(60), Optional.empty(), 2).changes()).isEmpty();
        assertThat(first.changes().getFirst().earlier()).isTrue();
    }

    @Test
    void aPageOfLargeRecordsEndsBeforeItFillsTheHeap() throws Exception {
        String megabyte = "x".repeat(1024 * 1024);
        for (int n = 1; n <= 10; n++) {
            append(APPOINTMENT, Side.ACME, TwoSystems.appointment(n, "Visit").put("x", megabyte));
        }

        Answer.Told first = page(Instant.EPOCH, Optional.empty(), 500);
        Answer.Told last = page(Instant.EPOCH, first.next(), 500);

        assertThat(first.changes()).hasSize(8);
        assertThat(last.changes())
                .extracting(one -> one.change().record().id())
                .containsExactly("apt_2", "apt_1");
        assertThat(last.next()).isEmpty();
    }

    @Test
    void saysWhereTheMappingsAreWrongAndLooksAtNothing() throws Exception {
        edit("lens: text, acme: { at: /subject, max: 120 }", "lens: txt, acme: /subject");

        assertThat(refused())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.file()).isEqualTo(FLOW);
                            assertThat(one.sentence()).contains("txt");
                        });
    }

    @Test
    void saysThatTheMappingsHaveNoSuchTenant() throws Exception {
        var _ = files.remove("tenants/north.yaml");

        assertThat(refused().getFirst().file()).isEqualTo("tenants/north.yaml");
        assertThat(refused().getFirst().sentence()).contains("no such file");
    }

    @Test
    void readsNothingThatLiesOutsideOfAMappingsFolder() throws Exception {
        linked(1);
        append(APPOINTMENT, Side.ACME, TwoSystems.appointment(1, "Visit 1"));
        files.put("systems/../../outside.yaml", "system: outside");
        files.put("/tmp/outside.yaml", "system: outside");

        assertThat(differences()).isEmpty();
    }

    // ---- What is asked

    private Answer answer(Instant since, Optional<Place> behind, int most) throws Exception {
        return TestDatabase.await(
                replay.page(
                        NORTH,
                        "north",
                        new Replay.Wish(since, Optional.of(APPOINTMENTS), behind, most, files)));
    }

    private Answer.Told page(Instant since, Optional<Place> behind, int most) throws Exception {
        return (Answer.Told) answer(since, behind, most);
    }

    private Answer.Told told() throws Exception {
        Answer answer = answer(Instant.EPOCH, Optional.empty(), 100);
        assertThat(answer).as(answer.toString()).isInstanceOf(Answer.Told.class);
        return (Answer.Told) answer;
    }

    private List<Mappings.Problem> refused() throws Exception {
        return ((Answer.Refused) answer(Instant.EPOCH, Optional.empty(), 100)).problems();
    }

    private Replay.Result result() throws Exception {
        return told().changes().getFirst().result().orElseThrow();
    }

    private List<Difference> differences() throws Exception {
        return told().changes().stream()
                .flatMap(one -> one.result().stream())
                .flatMap(one -> one.differences().stream())
                .toList();
    }

    // ---- What is there

    private void edit(String old, String fresh) {
        String text = files.getOrDefault(FLOW, "");
        assertThat(text).contains(old);
        files.put(FLOW, text.replace(old, fresh));
    }

    private static Map<String, String> shipped() {
        Map<String, String> files = new HashMap<>();
        for (String part : List.of("systems", "flows", "counts", "tenants")) {
            try (Stream<Path> all = Files.list(SHIPPED.resolve(part))) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(part + "/" + file.getFileName(), Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private void append(ResourceName resource, Side side, JsonObject record) throws Exception {
        appended(delivery(resource, side, record, true, false));
    }

    private void notice(int event) throws Exception {
        JsonObject bare = new JsonObject().put("id", event);
        appended(delivery(EVENT, Side.APP, bare, false, false));
    }

    private void tombstone() throws Exception {
        JsonObject bare = new JsonObject().put("id", "apt_1");
        appended(delivery(APPOINTMENT, Side.ACME, bare, false, true));
    }

    private void appended(Delivery delivery) throws Exception {
        var _ = TestDatabase.await(journal.append(delivery));
    }

    private static Delivery delivery(
            ResourceName resource, Side side, JsonObject record, boolean whole, boolean tombstone) {
        byte[] body = record.encode().getBytes(StandardCharsets.UTF_8);
        return new Delivery(
                NORTH,
                Trigger.WEBHOOK,
                Optional.empty(),
                List.of(
                        new Incoming(
                                UUID.randomUUID(),
                                Optional.of(
                                        new RecordRef(resource, record.getValue("id").toString())),
                                Optional.empty(),
                                tombstone,
                                Hash.of(UUID.randomUUID().toString()),
                                Bytes.copyOf(body),
                                whole,
                                List.of(new Wanted(APPOINTMENTS, side)),
                                Optional.empty(),
                                Optional.empty(),
                                "of old")));
    }

    private static void linked(int n) throws SQLException {
        try (Connection connection = TestDatabase.connect(TestDatabase.access().gateway())) {
            connection.setAutoCommit(false);
            try (PreparedStatement wall =
                            connection.prepareStatement(
                                    "select set_config('drawbridge.tenants', ?, true)");
                    PreparedStatement insert =
                            connection.prepareStatement(
                                    "insert into link (tenant, flow, id, life, acme_id, app_id,"
                                            + " acme_base, app_base, mapping_version)"
                                            + " values (?, 'appointments', ?, 'linked', ?, ?, ?, ?,"
                                            + " '1')")) {
                wall.setString(1, NORTH.toString());
                boolean _ = wall.execute();
                insert.setObject(1, NORTH.value());
                insert.setObject(2, UUID.randomUUID());
                insert.setString(3, "apt_" + n);
                insert.setString(4, Integer.toString(n));
                insert.setBytes(
                        5,
                        base(
                                TwoSystems.appointment(n, "Visit " + n),
                                new JsonObject().put("contact", "{}")));
                insert.setBytes(6, base(TwoSystems.event(n, "Visit " + n), new JsonObject()));
                int _ = insert.executeUpdate();
            }
            connection.commit();
        }
    }

    /// As the journal stores it.
    private static byte[] base(JsonObject record, JsonObject with) {
        return Payloads.seal(
                new JsonObject()
                        .put(
                                "agreed",
                                new JsonObject().put("record", record.encode()).put("with", with))
                        .put("held", new JsonObject())
                        .encode()
                        .getBytes(StandardCharsets.UTF_8));
    }
}
