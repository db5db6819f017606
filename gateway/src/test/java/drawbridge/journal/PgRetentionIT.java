package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.platform.Config;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What is let go of, and what stays however old it is. The day at which the store is looked at is
/// handed in.
class PgRetentionIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final RecordRef RECORD =
            new RecordRef(new ResourceName("acme", "appointment"), "a1");
    private static final Instant NOW = Instant.parse("2020-03-01T12:00:00Z");

    private static final Vertx VERTX = Vertx.vertx();
    private static final Pool POOL = DatabasePool.open(VERTX, TestDatabase.access());

    private final PgRetention retention =
            new PgRetention(
                    POOL,
                    () -> Set.of(NORTH),
                    new Config.Keep(Duration.ofDays(30), Duration.ofDays(90)));

    @BeforeEach
    void twoOldDays() {
        TestDatabase.empty();
        day("20200101");
        day("20200102");
    }

    @AfterEach
    void onlyDaysOfToday() {
        TestDatabase.asOwner(
                "drop table if exists change_20200101", "drop table if exists change_20200102");
        TestDatabase.asOwner("select make_partitions(14)");
    }

    @AfterAll
    static void close() {
        POOL.close().await();
        VERTX.close().await();
    }

    @Test
    void letsGoOfWholeDaysOfChanges() throws Exception {
        assertThat(sweep().days()).isEqualTo(2);

        assertThat(days()).doesNotContain("change_20200101", "change_20200102");
    }

    @Test
    void keepsADayUntilItIsOldEnoughToTheLastChange() throws Exception {
        Instant before = Instant.parse("2020-02-01T23:59:00Z");

        assertThat(TestDatabase.await(retention.sweep(before)).days()).isEqualTo(1);

        assertThat(days()).contains("change_20200102").doesNotContain("change_20200101");
    }

    @Test
    void keepsADayInWhichAChangeIsPendingHoweverOldItIs() throws Exception {
        lane("2020-01-02T10:00:00Z");

        assertThat(sweep().days()).isEqualTo(1);

        assertThat(days()).contains("change_20200102");
    }

    @Test
    void keepsTheDaysThatAReaderLooksAtAndHoldsUpNoAppendForThem() throws Exception {
        try (var reader = TestDatabase.connect(TestDatabase.access().migration());
                var asked = reader.createStatement()) {
            reader.setAutoCommit(false);
            asked.execute("lock table change_20200101 in access share mode");

            assertThat(sweep().days()).isZero();

            assertThat(append()).hasSize(1);
            reader.rollback();
        }
        assertThat(sweep().days()).isEqualTo(2);
    }

    @Test
    void letsGoOfOutcomesAndEndedAttemptsOfDaysThatAreGone() throws Exception {
        outcome(new UUID(0, 1), "2019-12-30T10:00:00Z");
        outcome(new UUID(0, 2), "2020-02-20T10:00:00Z");
        attempt(new UUID(0, 3), "'2019-12-30T10:00:00Z'");
        attempt(new UUID(0, 4), "'2020-02-20T10:00:00Z'");
        attempt(new UUID(0, 5), "null");

        PgRetention.Gone gone = sweep();

        assertThat(gone.outcomes()).isEqualTo(1);
        assertThat(gone.attempts()).isEqualTo(1);
        assertThat(numbers("select change from outcome")).containsExactly(new UUID(0, 2));
        assertThat(numbers("select id from attempt order by id"))
                .containsExactly(new UUID(0, 4), new UUID(0, 5));
    }

    @Test
    void keepsTheOutcomeOfAChangeThatIsStillThere() throws Exception {
        lane("2020-01-01T10:00:00Z");
        outcome(new UUID(0, 1), "2020-01-01T11:00:00Z");

        assertThat(sweep().outcomes()).isZero();
    }

    @Test
    void keepsTheOutcomeThatAnOpenItemHolds() throws Exception {
        outcome(new UUID(0, 1), "2019-12-30T10:00:00Z");
        parked(new UUID(0, 1));

        assertThat(sweep().outcomes()).isZero();
    }

    @Test
    void forgetsTombstonesAfterNinetyDaysAndNothingElseOfTheLinks() throws Exception {
        link(new UUID(0, 1), "tombstone", "2019-11-01T00:00:00Z");
        link(new UUID(0, 2), "tombstone", "2020-02-01T00:00:00Z");
        link(new UUID(0, 3), "linked", "2019-11-01T00:00:00Z");
        TestDatabase.asOwner(
                SCOPE,
                "update link set acme_id = 'former' || id",
                "update link set acme_id = 'a' || id");

        assertThat(sweep().tombstones()).isEqualTo(1);

        assertThat(numbers("select id from link order by id"))
                .containsExactly(new UUID(0, 2), new UUID(0, 3));
        assertThat(numbers("select link from alias order by link"))
                .as("former ids go with their link")
                .containsExactly(new UUID(0, 2), new UUID(0, 3));
    }

    @Test
    void goesOnUntilNoneIsLeft() throws Exception {
        TestDatabase.asOwner(
                SCOPE,
                "insert into outcome (tenant, change, flow, n, kind, reason, sentence, side, epoch,"
                        + " settled_at) select '"
                        + NORTH.value()
                        + "', gen_random_uuid(), 'f', 1, 'applied', 'r', 's', 'acme', 1,"
                        + " '2019-01-01' from generate_series(1, "
                        + (2 * PgRetention.BATCH + 1)
                        + ")");

        assertThat(sweep().outcomes()).isEqualTo(2 * PgRetention.BATCH + 1);
    }

    /// The clock jumped to a day that nobody made a table for.
    @Test
    void takesAChangeOnADayWithoutATable() throws Exception {
        TestDatabase.asOwner(
                "do $$ declare t record; begin for t in select inhrelid::regclass as part from"
                        + " pg_inherits where inhparent in ('change'::regclass, 'seen_id'::regclass)"
                        + " loop execute 'drop table ' || t.part; end loop; end $$");

        assertThat(append()).hasSize(1);
    }

    // ---- Words

    private static final String SCOPE =
            "select set_config('drawbridge.tenants', '" + NORTH.value() + "', false)";

    private PgRetention.Gone sweep() throws Exception {
        return TestDatabase.await(retention.sweep(NOW));
    }

    private static List<Receipt> append() throws Exception {
        PgJournal journal =
                new PgJournal(VERTX, POOL, (_, _, _) -> Optional.empty(), () -> Set.of(NORTH));
        return TestDatabase.await(
                journal.append(
                        new Delivery(
                                NORTH,
                                Trigger.WEBHOOK,
                                Optional.of(Hash.of(UUID.randomUUID().toString())),
                                List.of(
                                        new Incoming(
                                                UUID.randomUUID(),
                                                Optional.of(RECORD),
                                                Optional.empty(),
                                                false,
                                                Hash.of(UUID.randomUUID().toString()),
                                                Bytes.of("{}"),
                                                true,
                                                List.of(
                                                        new Wanted(
                                                                new FlowName("appointments"),
                                                                Side.ACME)),
                                                Optional.empty(),
                                                Optional.empty(),
                                                "m1")))));
    }

    private static void day(String day) {
        TestDatabase.asOwner(
                "create table change_"
                        + day
                        + " partition of change for values from ('"
                        + day
                        + " 00:00:00+00') to (timestamptz '"
                        + day
                        + " 00:00:00+00' + interval '24 hours')");
    }

    private static void lane(String since) {
        TestDatabase.asOwner(
                "insert into lane (tenant, lane, acme_seq, since) values ('"
                        + NORTH.value()
                        + "', gen_random_uuid(), 1, '"
                        + since
                        + "')");
    }

    private static void outcome(UUID change, String at) {
        TestDatabase.asOwner(
                SCOPE,
                "insert into outcome (tenant, change, flow, n, kind, reason, sentence, side, epoch,"
                        + " settled_at) values ('%s', '%s', 'f', 1, 'conflict', 'r', 's', 'acme', 1,"
                                .formatted(NORTH.value(), change)
                        + " '"
                        + at
                        + "')");
    }

    private static void attempt(UUID id, String ended) {
        TestDatabase.asOwner(
                SCOPE,
                "insert into attempt (tenant, id, flow, lane, epoch, target, operation, request,"
                        + " deadline, started_at, ended_at) values ('%s', '%s', 'f',"
                                .formatted(NORTH.value(), id)
                        + " gen_random_uuid(), 1, 'app', 'update', gen_random_uuid(), now(),"
                        + " coalesce(%1$s, now()), %1$s)".formatted(ended));
    }

    private static void parked(UUID change) {
        TestDatabase.asOwner(
                SCOPE,
                "insert into parked (tenant, id, flow, side, kind, reason, sentence, changes,"
                        + " payload, request, response, mapping_version) values ('%s',"
                                .formatted(NORTH.value())
                        + " gen_random_uuid(), 'f', 'acme', 'conflict', 'r', 's', array['"
                        + change
                        + "']::uuid[], '\\x01', '\\x01', '\\x01', 'm1')");
    }

    private static void link(UUID id, String life, String changed) {
        TestDatabase.asOwner(
                SCOPE,
                "insert into link (tenant, flow, id, life, mapping_version, changed_at) values"
                        + " ('%s', 'f', '%s', '%s', 'm1', '%s')"
                                .formatted(NORTH.value(), id, life, changed));
    }

    private static List<String> days() throws SQLException {
        return ask(
                "select c.relname::text from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                        + " where i.inhparent = 'change'::regclass");
    }

    private static List<UUID> numbers(String sql) throws SQLException {
        return ask(sql).stream().map(UUID::fromString).toList();
    }

    private static List<String> ask(String sql) throws SQLException {
        try (var connection = TestDatabase.connect(TestDatabase.access().migration());
                var statement = connection.createStatement()) {
            statement.execute(SCOPE);
            List<String> found = new java.util.ArrayList<>();
            try (var answer = statement.executeQuery(sql)) {
                while (answer.next()) {
                    found.add(answer.getString(1));
                }
            }
            return found;
        }
    }
}
