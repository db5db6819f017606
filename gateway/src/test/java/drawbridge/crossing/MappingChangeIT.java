package drawbridge.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Breakers;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.crossing.engine.Deciding.ActAnswer;
import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Engine;
import drawbridge.crossing.engine.Flows;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.crossing.engine.Pace;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.journal.PgJournal;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Count;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.platform.DatabasePool;
import drawbridge.sync.Base;
import drawbridge.sync.Link;
import drawbridge.system.HttpRemote;
import drawbridge.system.Specs;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A new version of a mapping on a thousand linked records, between two real HTTP systems, over a
/// real PostgreSQL. Three hundred of them have a room that is not their location; from the new
/// version on the place is the room.
class MappingChangeIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TenantId NORTH = TenantId.named("north");
    private static final FlowName APPOINTMENTS = new FlowName("appointments");
    private static final int LINKED = 1_000;
    private static final int OTHERWISE = 300;

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access());
    private final Map<String, JsonObject> appointments = new ConcurrentHashMap<>();
    private final Map<String, JsonObject> events = new ConcurrentHashMap<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final HttpServer server =
            vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1").await();
    private volatile Mappings active = load(Path.of("..", "mappings"));
    private final PgJournal journal =
            new PgJournal(
                    vertx,
                    pool,
                    (_, flow, side) ->
                            Optional.ofNullable(north().flows().get(flow))
                                    .map(known -> known.end(side).resource()),
                    () -> Set.of(NORTH));
    private Crossings crossings;

    @TempDir private Path folder;

    @BeforeEach
    void aThousandLinks() {
        TestDatabase.empty();
        for (int n = 0; n < LINKED; n++) {
            appointments.put("apt_" + n, appointment(n));
            events.put(Integer.toString(n), event(n));
        }
        link();
        Clock clock = new VertxClock(vertx, java.time.Clock.systemUTC()::instant);
        Dice dice = new SecureDice(System::currentTimeMillis);
        HttpRemote remote =
                HttpRemote.create(
                        vertx,
                        () -> active,
                        (_, _, _) -> Optional.of("credential"),
                        Specs.NO_TOKENS,
                        Standing.ALWAYS_OPEN,
                        clock,
                        new SimpleMeterRegistry());
        Flows flows =
                new Flows() {
                    @Override
                    public Optional<Flow> flow(TenantId tenant, FlowName name) {
                        return Optional.ofNullable(north().flows().get(name));
                    }

                    @Override
                    public Optional<Occurring> occurring(TenantId tenant, ResourceName resource) {
                        return Optional.empty();
                    }

                    @Override
                    public Optional<Count> count(TenantId tenant, FlowName name) {
                        return Optional.empty();
                    }
                };
        crossings =
                Crossings.start(
                                vertx,
                                1,
                                new Engine.Shared(
                                        journal,
                                        flows,
                                        new Breakers(remote, journal, clock),
                                        Pace.USUAL,
                                        _ -> {}),
                                java.time.Clock.systemUTC()::instant,
                                dice)
                        .await();
        MappingWalk.start(vertx, journal, () -> Map.of(NORTH, north()));
    }

    @AfterEach
    void stop() {
        crossings.stop().await();
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void writesWhatItChangesAndNothingElse() throws IOException {
        untilWalkedAndQuiet();
        assertThat(writes).as("before the new version").isEmpty();

        activate("acme");
        untilWalkedAndQuiet();

        assertThat(writes)
                .doesNotHaveDuplicates()
                .hasSize(OTHERWISE)
                .allSatisfy(write -> assertThat(write).startsWith("PATCH /v1/events/"));
        for (int n = 0; n < LINKED; n++) {
            JsonObject event = java.util.Objects.requireNonNull(events.get(Integer.toString(n)));
            assertThat(event.getString("place")).isEqualTo(appointment(n).getString("room"));
            assertThat(event.getString("title")).isEqualTo("Visit " + n);
        }
        assertThat(open()).isEmpty();
    }

    @Test
    void asksOnceForAllOfThemAndWritesNothingUntilAPersonDecided() throws IOException {
        activate("hold");
        untilWalkedAndQuiet();

        assertThat(writes).isEmpty();
        assertThat(open()).hasSize(1);
        Row item = open().getFirst();
        assertThat(item.getLong("records")).isEqualTo(OTHERWISE);
        assertThat(item.getString("reason")).isEqualTo("mapping-changed");

        assertThat(
                        journal.act(
                                        new Act(
                                                NORTH,
                                                item.getUUID("id"),
                                                Verb.KEEP_ACME,
                                                item.getLong("version"),
                                                "User 3",
                                                "the room it is",
                                                UUID.randomUUID()))
                                .await())
                .isEqualTo(ActAnswer.ACCEPTED);
        untilWalkedAndQuiet();

        assertThat(writes).doesNotHaveDuplicates().hasSize(OTHERWISE);
        assertThat(open()).isEmpty();
    }

    // ---- The mapping

    private TenantSpec north() {
        return active.tenant("north").orElseThrow();
    }

    private void activate(String onMappingChange) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "mappings"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(Path.of("..", "mappings").relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path flow = folder.resolve("flows").resolve("appointments.yaml");
        String text = Files.readString(flow);
        String newer =
                text.replace("acme: { at: /location, max: 80 }", "acme: { at: /room, max: 80 }")
                        .replace(
                                "groups:\n",
                                "on-mapping-change: " + onMappingChange + "\n\ngroups:\n");
        assertThat(newer).isNotEqualTo(text);
        Files.writeString(flow, newer);
        // Its worked examples are those of the old version.
        Files.delete(folder.resolve("flows").resolve("appointments.examples.yaml"));
        active = load(folder);
    }

    private Mappings load(Path from) {
        Map<String, String> environment = new HashMap<>();
        for (String tenant : List.of("NORTH", "SOUTH")) {
            String url = "http://127.0.0.1:" + server.actualPort();
            environment.put("DRAWBRIDGE_" + tenant + "_ACME_URL", url);
            environment.put("DRAWBRIDGE_" + tenant + "_APP_URL", url);
            for (String secret : List.of("ACME_KEY", "ACME_WEBHOOK", "APP_TOKEN", "APP_PUSH")) {
                environment.put("DRAWBRIDGE_" + tenant + "_" + secret, "in the vault");
            }
        }
        try {
            return MappingLoader.load(from, environment);
        } catch (Mappings.Refused e) {
            throw new AssertionError(e);
        }
    }

    // ---- The links

    private void link() {
        Session session = journal.begin(Duration.ofMinutes(5)).await();
        List<Future<?>> appended = new ArrayList<>();
        for (int n = 0; n < LINKED; n++) {
            appended.add(journal.append(created(n)));
        }
        Future.all(appended).await();
        int linked = 0;
        while (linked < LINKED) {
            List<Future<?>> settled = new ArrayList<>();
            for (Lease lease : journal.claim(session, Direction.TO_APP, 64).await()) {
                settled.add(
                        journal.open(lease)
                                .compose(opened -> journal.settle(linking(opened.orElseThrow()))));
            }
            Future.all(settled).await();
            linked += settled.size();
        }
        journal.end(session).await();
    }

    private Delivery created(int n) {
        return new Delivery(
                NORTH,
                Trigger.WEBHOOK,
                Optional.empty(),
                List.of(
                        new Incoming(
                                UUID.randomUUID(),
                                Optional.of(
                                        new RecordRef(
                                                flow().end(Side.ACME).resource(), "apt_" + n)),
                                Optional.empty(),
                                false,
                                Hash.of("appointment", Integer.toString(n)),
                                Bytes.of(appointment(n).encode()),
                                true,
                                List.of(new Wanted(APPOINTMENTS, Side.ACME)),
                                Optional.empty(),
                                Optional.empty(),
                                flow().version())));
    }

    private Flow flow() {
        return java.util.Objects.requireNonNull(north().flows().get(APPOINTMENTS));
    }

    private Settlement linking(Opened opened) {
        String id = opened.record().id();
        int n = Integer.parseInt(id.substring("apt_".length()));
        Link link =
                new Link(
                                opened.lease().lane().value(),
                                APPOINTMENTS,
                                Link.Life.LINKED,
                                end(id, appointment(n)),
                                end(Integer.toString(n), event(n)),
                                flow().version())
                        .marked(flow());
        return new Settlement(
                opened.lease(),
                Map.of(Side.ACME, opened.pending().getLast().sequence()),
                Optional.of(link),
                Optional.empty(),
                true,
                Optional.empty(),
                opened.pending().stream()
                        .map(
                                change ->
                                        new Outcome(
                                                change.change(),
                                                OutcomeKind.APPLIED,
                                                "created",
                                                "It was made.",
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()))
                        .toList(),
                List.of(),
                List.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                new Next.Rest());
    }

    private static Link.End end(String id, JsonObject record) {
        try {
            Value.Obj held =
                    (Value.Obj)
                            JsonText.parse(
                                    record.encode()
                                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return new Link.End(
                    Optional.of(id),
                    Optional.of(Base.of(State.of(held))),
                    Optional.empty(),
                    Optional.empty());
        } catch (JsonText.Malformed e) {
            throw new AssertionError(e);
        }
    }

    // ---- What the journal holds

    private void untilWalkedAndQuiet() {
        String version = flow().version() + " " + flow().zones();
        await().atMost(PATIENCE)
                .until(
                        () ->
                                ask(
                                                        "select from mapping_walk where tenant = $1 and"
                                                                + " flow = 'appointments' and version = $2"
                                                                + " and done_at is not null",
                                                        version)
                                                .size()
                                        == 1);
        await().atMost(PATIENCE)
                .until(
                        () ->
                                ask("select from lane where tenant = $1 and"
                                                        + " (to_app_due is not null or to_acme_due"
                                                        + " is not null or session is not null)")
                                                .size()
                                        == 0);
    }

    /// What people see.
    private List<Row> open() {
        List<Row> rows = new ArrayList<>();
        ask("select id, reason, version, (select count(*) from parked o where o.tenant ="
                        + " p.tenant and o.part_of = p.id and o.state = 'open') as records"
                        + " from parked p where tenant = $1 and state = 'open' and part_of is"
                        + " null")
                .forEach(rows::add);
        return rows;
    }

    private RowSet<Row> ask(String sql, String... parameters) {
        Tuple tuple = Tuple.of(NORTH.value());
        for (String parameter : parameters) {
            tuple.addString(parameter);
        }
        return new PgScope(pool)
                .within(Set.of(NORTH), statements -> statements.run(sql, tuple))
                .await();
    }

    // ---- The systems

    private void answer(HttpServerRequest request) {
        boolean acme = request.path().startsWith("/api/v2/");
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        Map<String, JsonObject> all = acme ? appointments : events;
        if (request.method().equals(HttpMethod.GET)) {
            end(request, Optional.ofNullable(all.get(id)));
            return;
        }
        writes.add(request.method() + " " + request.path());
        request.body()
                .onSuccess(
                        body ->
                                end(
                                        request,
                                        Optional.ofNullable(
                                                all.computeIfPresent(
                                                        id,
                                                        (_, old) ->
                                                                old.copy()
                                                                        .mergeIn(
                                                                                body.toJsonObject(),
                                                                                true)))));
    }

    private static void end(HttpServerRequest request, Optional<JsonObject> record) {
        if (record.isEmpty()) {
            request.response().setStatusCode(404).end();
        } else {
            request.response()
                    .putHeader("content-type", "application/json")
                    .end(record.get().encode());
        }
    }

    private static JsonObject appointment(int n) {
        String place = "Office " + n;
        return new JsonObject()
                .put("id", "apt_" + n)
                .putNull("owner_id")
                .putNull("contact_id")
                .put("subject", "Visit " + n)
                .put("starts_at", "2026-03-02T10:00:00")
                .put("duration_minutes", 45)
                .put("time_zone", "Europe/Berlin")
                .putNull("all_day_on")
                .put("status", "Planned")
                .put("location", place)
                .put("room", n < OTHERWISE ? "Room " + n : place)
                .putNull("external_ref")
                .put("updated_at", "2026-03-01T09:00:00.000Z")
                .put("revision", 1);
    }

    private static JsonObject event(int n) {
        return new JsonObject()
                .put("id", n)
                .putNull("memberId")
                .put("title", "Visit " + n)
                .put("allDay", false)
                .put("start", "2026-03-02T09:00:00Z")
                .put("end", "2026-03-02T09:45:00Z")
                .put("zone", "Europe/Berlin")
                .put("state", "open")
                .put("place", "Office " + n)
                .put("customer", new JsonObject().putNull("name").putNull("phone").putNull("mail"))
                .putNull("externalRef")
                .put("changedAt", 1_772_355_600_000L);
    }
}
