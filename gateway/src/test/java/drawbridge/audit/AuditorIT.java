package drawbridge.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import drawbridge.crossing.VertxClock;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Flows;
import drawbridge.crossing.engine.OccurrenceRemote;
import drawbridge.crossing.engine.Remote;
import drawbridge.intake.Ownership;
import drawbridge.journal.Payloads;
import drawbridge.journal.PgAuditReads;
import drawbridge.journal.PgJournal;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Count;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.State;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.ops.PgAuditBook;
import drawbridge.ops.PgAudits;
import drawbridge.ops.PgOpsReads;
import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditAct;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditKind;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.AuditState;
import drawbridge.opsapi.AuditWish;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.RecordId;
import drawbridge.platform.DatabasePool;
import drawbridge.system.HttpRemote;
import drawbridge.system.Specs;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.Standing;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/// Audits of two real HTTP systems, with links in a real PostgreSQL.
class AuditorIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final TenantId NORTH = TenantId.named("north");
    private static final String APPOINTMENTS = "appointments";

    /// Where nobody changes the clocks.
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    private static final Steps QUICK =
            new Steps(
                    Duration.ofMillis(1),
                    Duration.ofMillis(1),
                    Duration.ZERO,
                    Duration.ZERO,
                    2,
                    Duration.ofMillis(1),
                    3,
                    100);

    private final LocalDate first = LocalDate.now(ZONE).plusDays(1);
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access());
    private final TwoSystems systems = new TwoSystems(vertx);
    private final PgOpsReads.Scoped scope = new Walls(new PgScope(pool));
    private PgAudits audits;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Function<Optional<Duration>, Auditor> create =
            _ -> {
                throw new IllegalStateException("nothing is set up");
            };
    private Auditor auditor;
    private Optional<Occurring> occurring = Optional.empty();
    @TempDir private Path temp;

    private record Walls(PgScope scope) implements PgOpsReads.Scoped {

        @Override
        public <T> Future<T> within(
                Set<TenantId> tenants, Function<SqlConnection, Future<T>> work) {
            return scope.stepwise(tenants, work);
        }
    }

    @BeforeEach
    void start() throws Exception {
        start(Path.of("..", "mappings"));
        for (int n = 1; n <= 5; n++) {
            systems.pair(n);
            link(n);
        }
    }

    private void start(Path folder) throws Exception {
        TestDatabase.empty();
        Map<String, String> environment = new HashMap<>();
        for (String tenant : List.of("NORTH", "SOUTH")) {
            environment.put("DRAWBRIDGE_" + tenant + "_ACME_URL", systems.url());
            environment.put("DRAWBRIDGE_" + tenant + "_APP_URL", systems.url());
            for (String secret : List.of("ACME_KEY", "ACME_WEBHOOK", "APP_TOKEN", "APP_PUSH")) {
                environment.put("DRAWBRIDGE_" + tenant + "_" + secret, "in the vault");
            }
        }
        Mappings mappings = MappingLoader.load(folder, environment);
        TenantSpec north = mappings.tenant("north").orElseThrow();
        Optional<Occurring> how =
                Optional.ofNullable(north.flows().get(new FlowName(APPOINTMENTS)))
                        .flatMap(Flow::occurring);
        occurring = how;
        java.time.Clock machine = java.time.Clock.systemUTC();
        Clock clock = new VertxClock(vertx, machine::instant);
        HttpRemote remote =
                HttpRemote.create(
                        vertx,
                        () -> mappings,
                        (_, _, _) -> Optional.of("credential"),
                        Specs.NO_TOKENS,
                        Standing.ALWAYS_OPEN,
                        clock,
                        new SimpleMeterRegistry());
        PgJournal journal =
                new PgJournal(
                        vertx,
                        pool,
                        (tenant, flow, side) ->
                                Optional.ofNullable(north.flows().get(flow))
                                        .filter(_ -> tenant.equals(NORTH))
                                        .map(known -> known.end(side).resource()),
                        () -> Set.of(NORTH));
        Remote reader = new OccurrenceRemote(remote, flows(how));
        audits =
                new PgAudits(
                        scope,
                        () -> Map.of(NORTH, "north"),
                        _ -> Set.of(APPOINTMENTS, "users"),
                        new PlannedRepair(() -> mappings, journal, dice()));
        create =
                every ->
                        Auditor.create(
                                vertx,
                                new Ports(
                                        () ->
                                                new Mappings(
                                                        mappings.version(),
                                                        mappings.systems(),
                                                        Map.of("north", north)),
                                        remote,
                                        (tenant, record) ->
                                                reader.read(
                                                        new Remote.Call(
                                                                tenant,
                                                                Optional.empty(),
                                                                clock.now().plusSeconds(10)),
                                                        record),
                                        journal,
                                        new PgAuditReads(new PgScope(pool)),
                                        new PgAuditBook(scope),
                                        Ownership.ALONE,
                                        clock,
                                        dice()),
                                QUICK,
                                every,
                                meters);
        auditor = create.apply(Optional.empty());
    }

    private static Flows flows(Optional<Occurring> how) {
        return new Flows() {
            @Override
            public Optional<Flow> flow(TenantId tenant, FlowName name) {
                return Optional.empty();
            }

            @Override
            public Optional<Count> count(TenantId tenant, FlowName name) {
                return Optional.empty();
            }

            @Override
            public Optional<Occurring> occurring(TenantId tenant, ResourceName resource) {
                return how.filter(_ -> resource.toString().equals("acme.appointment"));
            }
        };
    }

    @AfterEach
    void stop() {
        auditor.stop().await();
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void provesThatBothAreInSync() {
        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.IN_SYNC);
        assertThat(flow.checked()).isEqualTo(5);
        assertThat(flow.equal()).isEqualTo(5);
        assertThat(flow.read()).as("rows of lists alone").isEqualTo(10);
        assertThat(proof().inSyncAt()).isBetween(flow.beganAt(), flow.endedAt());
    }

    @Test
    void tellsAnEditThatNobodyToldWithBothValuesAndProvesNothing() {
        systems.events.put("3", TwoSystems.event(3, "Elsewhere"));

        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.DRIFTED);
        assertThat(List.of(flow.equal(), flow.drifted())).containsExactly(4L, 1L);
        assertThat(findings())
                .singleElement()
                .satisfies(
                        found -> {
                            assertThat(found.kind()).isEqualTo(AuditKind.DRIFTED);
                            assertThat(found.acme())
                                    .isEqualTo(new RecordId("acme.appointment", "apt_3"));
                            assertThat(found.app()).isEqualTo(new RecordId("app.event", "3"));
                            assertThat(found.groups())
                                    .containsExactly(
                                            new AuditFinding.Group(
                                                    "title",
                                                    "Visit 3",
                                                    "Visit 3",
                                                    "Visit 3",
                                                    "Elsewhere"));
                        });
        assertThat(proof().inSyncAt()).isNull();
        assertThat(changes()).as("nothing is repaired unasked").isEmpty();
    }

    @Test
    void sendsWhatDriftedThroughTheLanesAsAChangeOfTheSideThatMoved() {
        systems.events.put("3", TwoSystems.event(3, "Elsewhere"));
        systems.appointments.remove("apt_4");

        AuditFlow flow = audited(true);

        assertThat(flow.repaired()).isEqualTo(2);
        assertThat(changes())
                .containsExactlyInAnyOrder(
                        "audit app.event 3 thin 3",
                        "audit acme.appointment apt_4 thin 3",
                        "audit app.event 4 thin 3");
        assertThat(acts()).containsExactly("audit-repair user1 every flow");
        assertThat(audited(false).inMotion()).as("what the lanes have not settled").isEqualTo(2);
    }

    @Test
    void repairsThePairsThatWereComparedAndNothingThatDriftedSince() {
        systems.events.put("3", TwoSystems.event(3, "Elsewhere"));
        systems.appointments.remove("apt_4");
        UUID compared = ask(false);
        auditor.start();
        Audit _ = ended(compared);
        systems.events.put("5", TwoSystems.event(5, "Edited since"));

        Audit sent =
                audits.repair("north", compared, "user1", UUID.randomUUID()).await().orElseThrow();
        Optional<Audit> _ = audits.repair("north", compared, "user1", UUID.randomUUID()).await();

        assertThat(flow(sent).repaired()).isEqualTo(2);
        assertThat(changes())
                .containsExactlyInAnyOrder(
                        "audit app.event 3 thin 3",
                        "audit acme.appointment apt_4 thin 3",
                        "audit app.event 4 thin 3");
        assertThat(audits.findings("north", compared, "", 0, 100).await())
                .allMatch(AuditFinding::repaired);
        assertThat(acts()).contains("audit-repair user1 what audit " + compared + " found");
    }

    @Test
    void repairsNothingOfAnAuditThatHasNotEnded() {
        UUID waiting = ask(false);

        assertThat(
                        audits.repair("north", waiting, "user1", UUID.randomUUID())
                                .transform(ended -> Future.succeededFuture(ended.cause()))
                                .await())
                .hasMessageContaining("This audit is waiting");
        assertThat(changes()).isEmpty();
    }

    @Test
    void missesWhatOneSideDoesNotHave() {
        systems.events.remove("2");
        systems.appointments.put("apt_9", TwoSystems.appointment(9, "Told to nobody"));

        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.DRIFTED);
        assertThat(flow.missingAtApp()).isEqualTo(2);
        assertThat(flow.checked()).isEqualTo(6);
        assertThat(findings())
                .extracting(AuditFinding::kind)
                .containsOnly(AuditKind.MISSING_AT_APP);
        assertThat(findings())
                .as("the partner is cancelled; the other one gets a partner")
                .extracting(AuditFinding::would)
                .containsExactlyInAnyOrder(AuditAct.CANCEL, AuditAct.CREATE);
    }

    @Test
    void believesARecordMoreThanAListThatLeavesItOut() {
        systems.unlisted.add("apt_2");

        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.IN_SYNC);
        assertThat(flow.equal()).isEqualTo(5);
        assertThat(systems.calls).contains("GET /api/v2/appointments/apt_2");
    }

    @Test
    void passesNothingThatHoldsWhatNobodyCanRead() {
        systems.appointments.put(
                "apt_2", TwoSystems.appointment(2, "Visit 2").put("status", "Perhaps"));
        systems.events.put("7", TwoSystems.event(7, "Nameless").putNull("id"));

        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.NO_PASS);
        assertThat(flow.unreadable()).isEqualTo(2);
        assertThat(flow.why()).isEqualTo("2 pairs could not be compared.");
        assertThat(proof().inSyncAt()).isNull();
    }

    @Test
    void passesNothingWhereAListBreaksOff() {
        systems.brokenOff.add("/v1/events");

        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.NO_PASS);
        assertThat(flow.why()).startsWith("The list of app.event could not be read to its end: ");
        assertThat(flow.missingAtApp()).as("of what it did not name nothing is known").isZero();
    }

    @Test
    void saysOfWhatIsUnderWayNoMoreThanThat() {
        systems.events.put(
                "2",
                TwoSystems.event(2, "Just now")
                        .put("changedAt", java.time.Clock.systemUTC().millis() + 60_000));
        systems.events.put("3", TwoSystems.event(3, "Waits in its lane"));
        sql(
                "insert into lane (tenant, lane, since) values ('%s', '%s', now())"
                        .formatted(NORTH, id(3)));

        AuditFlow flow = audited(false);

        assertThat(flow.inMotion()).isEqualTo(2);
        assertThat(flow.drifted()).isZero();
        assertThat(flow.result()).isEqualTo(AuditResult.IN_SYNC);
    }

    @Test
    void comparesByItselfWhatIsDue() {
        auditor = create.apply(Optional.of(Duration.ofSeconds(1)));

        auditor.start();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(audits.list(Set.of("north")).await())
                                        .hasSizeGreaterThan(1)
                                        .allSatisfy(
                                                audit -> {
                                                    assertThat(audit.by()).isEqualTo("gateway");
                                                    assertThat(audit.repair()).isFalse();
                                                })
                                        .anySatisfy(
                                                audit ->
                                                        assertThat(audit.state())
                                                                .isEqualTo(AuditState.DONE)));
        assertThat(acts()).as("nobody asked").isEmpty();
    }

    @Test
    void beginsAnewWhatAProcessThatDiedHadBegun() {
        UUID audit = ask(false);
        sql(
                "update drift_audit set state = 'running', begun = 1 where id = '%s'"
                        .formatted(audit),
                ("insert into drift_audit_flow (tenant, audit, flow, equal, began_at)"
                                + " values ('%s', '%s', 'appointments', 3, now())")
                        .formatted(NORTH, audit));

        auditor.start();
        Audit ended = ended(audit);

        assertThat(ended.begun()).isEqualTo(2);
        assertThat(flow(ended).equal()).isEqualTo(5);
    }

    @Test
    void goesNoFurtherWhenAPersonStopsIt() {
        UUID audit = ask(false);
        audits.cancel("north", audit, "user1", UUID.randomUUID()).await();

        auditor.start();
        AuditFlow later = audited(false);

        assertThat(later.equal()).isEqualTo(5);
        assertThat(audits.one("north", audit).await().orElseThrow().state())
                .isEqualTo(AuditState.CANCELLED);
    }

    @Test
    void tellsTheMetricsWhatIsProvenByFlowAlone() {
        assertThat(audited(false).result()).isEqualTo(AuditResult.IN_SYNC);

        auditor.stop().await();
        auditor.start();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(figure("drawbridge.proven.age.seconds")).isNotNegative());
        assertThat(figure("drawbridge.unproven")).isZero();
        assertThat(figure("drawbridge.drift")).isZero();
    }

    private double figure(String name) {
        return Optional.ofNullable(meters.find(name).tag("flow", APPOINTMENTS).gauge())
                .map(gauge -> gauge.value())
                .orElse(-1.0);
    }

    @Test
    void staysBehindTheWallOfItsTenant() {
        assertThat(audited(false).result()).isEqualTo(AuditResult.IN_SYNC);

        assertThat(audits.list(Set.of("south")).await()).isEmpty();
        assertThat(
                        scope.within(
                                        Set.of(TenantId.named("south")),
                                        connection ->
                                                connection
                                                        .query("select count(*) from proven")
                                                        .execute()
                                                        .map(
                                                                rows ->
                                                                        rows.iterator()
                                                                                .next()
                                                                                .getLong(0)))
                                .await())
                .isZero();
    }

    // ---- A series whose occurrences cross one by one

    @Test
    void missesTheOccurrencesOfASeriesOfWhichNobodyTold() throws Exception {
        startAnewWhereTheAppKeepsNoRules();
        crossed(series(weekly()), 0, 1);

        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.DRIFTED);
        assertThat(List.of(flow.equal(), flow.missingAtApp(), flow.apart()))
                .as("two crossed, three did not, and the series itself")
                .containsExactly(2L, 3L, 1L);
        assertThat(findings())
                .allSatisfy(found -> assertThat(found.kind()).isEqualTo(AuditKind.MISSING_AT_APP))
                .extracting(AuditFinding::acme)
                .containsExactlyInAnyOrder(occurrence(2), occurrence(3), occurrence(4));
        assertThat(changes()).as("nothing is repaired unasked").isEmpty();
    }

    @Test
    void sendsAMissingOccurrenceThroughTheLanesAndHasItsSeriesLookedAtAnew() throws Exception {
        startAnewWhereTheAppKeepsNoRules();
        crossed(series(weekly()), 0, 1, 2, 3);

        AuditFlow flow = audited(true);

        assertThat(flow.repaired()).isEqualTo(1);
        assertThat(changes())
                .containsExactlyInAnyOrder(
                        "audit acme.appointment " + occurrence(4).id() + " thin 3",
                        "audit acme.appointment apt_9 thin 3");
    }

    @Test
    void provesASeriesOfWhichEachNearOccurrenceIsThere() throws Exception {
        startAnewWhereTheAppKeepsNoRules();
        crossed(series(weekly()), 0, 1, 2, 3, 4);

        AuditFlow flow = audited(false);

        assertThat(flow.result()).isEqualTo(AuditResult.IN_SYNC);
        assertThat(List.of(flow.equal(), flow.apart())).containsExactly(5L, 1L);
        assertThat(flow.read()).as("the row of the series, and five of the app").isEqualTo(6);
    }

    @Test
    void tellsTheOccurrencesThatAreNotAsTheirSeriesAndThoseThatItHasNoMore() throws Exception {
        startAnewWhereTheAppKeepsNoRules();
        crossed(series(weekly()), 0, 1, 2, 3, 4);
        JsonObject changed =
                series(weekly().put("until", first.plusWeeks(3).toString()))
                        .put("subject", "Other");
        changed.put(
                "exceptions",
                new JsonArray()
                        .add(
                                new JsonObject()
                                        .put("original", first.plusWeeks(2) + "T10:00:00")
                                        .put("cancelled", true)));

        AuditFlow flow = audited(false);

        assertThat(List.of(flow.drifted(), flow.missingAtAcme(), flow.equal()))
                .as("three titles and one cancel; one beyond the end")
                .containsExactly(4L, 1L, 0L);
        assertThat(findings())
                .filteredOn(found -> found.kind() == AuditKind.MISSING_AT_ACME)
                .extracting(AuditFinding::acme)
                .containsExactly(occurrence(4));
    }

    private RecordId occurrence(int week) {
        return new RecordId("acme.appointment", "apt_9@" + first.plusWeeks(week));
    }

    private JsonObject weekly() {
        return new JsonObject()
                .put("unit", "week")
                .put("every", 1)
                .put(
                        "weekdays",
                        new JsonArray().add(first.getDayOfWeek().name().toLowerCase(Locale.ROOT)));
    }

    private JsonObject series(JsonObject rule) {
        JsonObject series =
                TwoSystems.appointment(9, "Weekly")
                        .put("starts_at", first + "T10:00:00")
                        .put("time_zone", ZONE.getId())
                        .put("repeats", rule);
        systems.appointments.put("apt_9", series);
        return series;
    }

    /// These occurrences of it are in the app, and linked.
    private void crossed(JsonObject series, int... weeks) throws Exception {
        State whole =
                new State(
                        (Value.Obj)
                                JsonText.parse(series.encode().getBytes(StandardCharsets.UTF_8)),
                        Map.of(),
                        Optional.empty());
        for (int week : weeks) {
            OccurrenceId id = OccurrenceId.of(occurrence(week).id()).orElseThrow();
            State one = occurring.orElseThrow().occurrence(whole, id).orElseThrow();
            Instant start = id.day().atTime(10, 0).atZone(ZONE).toInstant();
            JsonObject event =
                    TwoSystems.event(90 + week, "Weekly")
                            .put("start", start.toString())
                            .put("end", start.plus(Duration.ofMinutes(45)).toString())
                            .put("zone", ZONE.getId());
            systems.events.put(Integer.toString(90 + week), event);
            link(
                    id(90 + week),
                    id.text(),
                    Integer.toString(90 + week),
                    new JsonObject(Buffer.buffer(JsonText.write(one.record()))),
                    event);
        }
    }

    private void startAnewWhereTheAppKeepsNoRules() throws Exception {
        systems.appointments.clear();
        systems.events.clear();
        start(whereTheAppKeepsNoRules());
    }

    private Path whereTheAppKeepsNoRules() throws IOException {
        Path mappings = Files.createDirectories(temp.resolve("mappings"));
        Path whole = Path.of("..", "mappings");
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = mappings.resolve(whole.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Path flow = mappings.resolve("flows/appointments.yaml");
        String text = Files.readString(flow);
        int app = text.indexOf("timed: { start-instant");
        int from = text.indexOf("          series:\n", app);
        int until = text.indexOf("\n  title:\n", app);
        Files.writeString(
                flow,
                text.substring(0, from)
                        + text.substring(until)
                        + "\noccurrences: { of: acme, ahead: 30d, title: title }\n");
        return mappings;
    }

    // ---- Asking

    private UUID ask(boolean repair) {
        UUID id = UUID.randomUUID();
        Audit _ = audits.start("north", new AuditWish(null, repair, null), "user1", id).await();
        return id;
    }

    private AuditFlow audited(boolean repair) {
        UUID audit = ask(repair);
        auditor.start();
        return flow(ended(audit));
    }

    private Audit ended(UUID audit) {
        return await().atMost(PATIENCE)
                .until(
                        () -> audits.one("north", audit).await().orElseThrow(),
                        found -> found.state().ended());
    }

    private static AuditFlow flow(Audit audit) {
        return audit.flows().stream()
                .filter(flow -> flow.flow().equals(APPOINTMENTS))
                .findFirst()
                .orElseThrow();
    }

    private List<AuditFinding> findings() {
        Audit last = audits.list(Set.of("north")).await().getFirst();
        return audits.findings("north", UUID.fromString(last.id()), "", 0, 100).await();
    }

    private Proof proof() {
        return audits.proofs(Set.of("north")).await().stream()
                .filter(proof -> proof.flow().equals(APPOINTMENTS))
                .findFirst()
                .orElseThrow();
    }

    // ---- The store

    private static UUID id(int n) {
        return new UUID(0x8000_0000_0000_8000L, 0x8000_0000_0000_0000L + n);
    }

    private void link(int n) throws SQLException {
        link(
                id(n),
                "apt_" + n,
                Integer.toString(n),
                TwoSystems.appointment(n, "Visit " + n),
                TwoSystems.event(n, "Visit " + n));
    }

    private void link(UUID id, String acme, String app, JsonObject appointment, JsonObject event)
            throws SQLException {
        try (Connection connection = TestDatabase.connect(TestDatabase.access().gateway())) {
            connection.setAutoCommit(false);
            try (PreparedStatement wall =
                            connection.prepareStatement(
                                    "select set_config('drawbridge.tenants', ?, true)");
                    PreparedStatement insert =
                            connection.prepareStatement(
                                    "insert into link (tenant, flow, id, life, acme_id, app_id,"
                                            + " acme_base, app_base, mapping_version, made_at)"
                                            + " values (?, 'appointments', ?, 'linked', ?, ?, ?, ?,"
                                            + " '1', now() - interval '1 day')")) {
                wall.setString(1, NORTH.toString());
                boolean _ = wall.execute();
                insert.setObject(1, NORTH.value());
                insert.setObject(2, id);
                insert.setString(3, acme);
                insert.setString(4, app);
                insert.setBytes(5, base(appointment, "contact"));
                insert.setBytes(6, base(event));
                int _ = insert.executeUpdate();
            }
            connection.commit();
        }
    }

    /// As the journal stores it.
    private static byte[] base(JsonObject record, String... enrichments) {
        JsonObject with = new JsonObject();
        for (String name : enrichments) {
            with.put(name, "{}");
        }
        JsonObject agreed = new JsonObject().put("record", record.encode()).put("with", with);
        return Payloads.seal(
                new JsonObject()
                        .put("agreed", agreed)
                        .put("held", new JsonObject())
                        .encode()
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void sql(String... statements) {
        List<String> all = new ArrayList<>();
        all.add("begin");
        all.add("select set_config('drawbridge.tenants', '" + NORTH + "', true)");
        all.addAll(List.of(statements));
        all.add("commit");
        TestDatabase.as(TestDatabase.access().gateway(), all.toArray(String[]::new));
    }

    /// Stored changes as `source record thin priority`.
    private List<String> changes() {
        return texts(
                "select c.source || ' ' || c.resource || ' ' || c.record_id || case when c.whole"
                        + " then ' whole ' else ' thin ' end || l.priority from change c join lane l"
                        + " on l.tenant = c.tenant and l.lane = c.lane");
    }

    private List<String> acts() {
        return texts("select verb || ' ' || by_name || ' ' || target from operator_action");
    }

    private List<String> texts(String query) {
        return scope.within(
                        Set.of(NORTH),
                        connection ->
                                connection
                                        .query(query)
                                        .execute()
                                        .map(
                                                rows -> {
                                                    List<String> all = new ArrayList<>();
                                                    rows.forEach(row -> all.add(row.getString(0)));
                                                    return all;
                                                }))
                .await();
    }

    private static Dice dice() {
        return new Dice() {
            @Override
            public double jitter() {
                return 0;
            }

            @Override
            public UUID id() {
                return UUID.randomUUID();
            }
        };
    }
}
