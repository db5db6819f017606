package drawbridge.intake;

import static drawbridge.journal.TestDatabase.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.SecureDice;
import drawbridge.intake.Imports.BadRow;
import drawbridge.intake.Imports.Plan;
import drawbridge.intake.Imports.Row;
import drawbridge.intake.Imports.Sheet;
import drawbridge.intake.Imports.Taken;
import drawbridge.intake.Imports.Unfit;
import drawbridge.journal.PgCursors;
import drawbridge.journal.PgJournal;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.PgScope;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// The rows of a file on their way into a real journal.
class ImportsIT {

    private static final Mappings MAPPINGS = Customers.mappings("http://127.0.0.1:9");
    private static final List<String> COLUMNS =
            List.of(
                    "ID",
                    "Owner id",
                    "contact_id",
                    "subject",
                    "starts_at",
                    "duration_minutes",
                    "time_zone",
                    "all_day_on",
                    "status",
                    "location",
                    "revision",
                    "remark");

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool = DatabasePool.open(vertx, TestDatabase.access());
    private final PgScope scope = new PgScope(pool);
    private Imports imports;

    @BeforeEach
    void empty() {
        TestDatabase.empty();
        imports =
                new Imports(
                        new Imports.Ports(
                                () -> MAPPINGS,
                                new PgJournal(
                                        vertx,
                                        pool,
                                        (tenant, flow, side) -> Optional.empty(),
                                        () -> Set.of(Customers.NORTH)),
                                new PgCursors(scope)::position,
                                new SecureDice(() -> 0),
                                new SimpleMeterRegistry(),
                                System::nanoTime));
    }

    @AfterEach
    void close() throws Exception {
        await(pool.close());
        await(vertx.close());
    }

    private static Sheet sheet(String digest) {
        return new Sheet("north", "acme.appointment", digest, COLUMNS);
    }

    private static Row row(long line, String... changed) {
        List<String> cells =
                new ArrayList<>(
                        List.of(
                                "apt_" + line,
                                "usr_3",
                                "con_17",
                                "Appointment " + line,
                                "2026-03-01T10:00:00",
                                "30",
                                "Europe/Berlin",
                                "",
                                "Planned",
                                "",
                                "7",
                                "not ours"));
        for (int i = 0; i < changed.length; i += 2) {
            cells.set(COLUMNS.indexOf(changed[i]), changed[i + 1]);
        }
        return new Row(line, cells);
    }

    @CanIgnoreReturnValue
    private Taken take(Sheet sheet, long from, boolean last, Row... rows) {
        return settled(imports.take(sheet, from, last, List.of(rows)));
    }

    @Test
    void saysWhatBecomesOfTheColumns() {
        Plan plan = settled(imports.plan(sheet("d1")));

        assertThat(plan.fields().getFirst()).contains("id");
        assertThat(plan.fields().get(1)).contains("owner_id");
        assertThat(plan.fields().getLast()).isEmpty();
        assertThat(plan.untold()).isEmpty();
        assertThat(plan.position().rows()).isZero();
    }

    @Test
    void saysWhichFieldsTheFileDoesNotTell() {
        Plan plan =
                settled(
                        imports.plan(
                                new Sheet(
                                        "north",
                                        "acme.appointment",
                                        "d1",
                                        List.of("id", "starts_at"))));

        assertThat(plan.untold()).contains("subject", "status", "time_zone", "location");
    }

    @Test
    void knowsTheFieldsOfARecordThatOnlyEnrichesOthers() {
        Plan plan =
                settled(
                        imports.plan(
                                new Sheet(
                                        "north",
                                        "acme.contact",
                                        "d1",
                                        List.of("id", "First name", "last_name", "shoe_size"))));

        assertThat(plan.fields())
                .containsExactly(
                        Optional.of("id"),
                        Optional.of("first_name"),
                        Optional.of("last_name"),
                        Optional.empty());
    }

    @Test
    void storesEachRowAsAChangeBehindLiveWork() throws Exception {
        Taken taken = take(sheet("d1"), 0, true, row(2), row(3));

        assertThat(taken.refused()).isEmpty();
        assertThat(taken.position()).isEqualTo(new Imports.Position(2, 2, 0, true));
        assertThat(count("select count(*) from change where source = 'import' and whole"))
                .isEqualTo(2);
        assertThat(count("select count(*) from lane where priority = 2 and session is null"))
                .isEqualTo(2);
        assertThat(count("select count(*) from change where version = '7'")).isEqualTo(2);
    }

    @Test
    void takesRowsThatDoNotTellAllForWhatIsReadAnew() throws Exception {
        Sheet sheet = new Sheet("north", "acme.appointment", "d1", List.of("id", "subject"));

        Taken taken = take(sheet, 0, true, new Row(2, List.of("apt_1", "Call")));

        assertThat(taken.position().taken()).isEqualTo(1);
        assertThat(count("select count(*) from change where not whole")).isEqualTo(1);
    }

    @Test
    void takesWholeRecordsAndTellsWhatIsWrongWithOthersMemberByMember() throws Exception {
        Sheet sheet = new Sheet("north", "acme.appointment", "d1", List.of());
        Plan plan = settled(imports.plan(sheet));

        Taken taken =
                take(
                        sheet,
                        0,
                        true,
                        record(1, "{\"id\":\"apt_1\",\"subject\":\"Call\"}"),
                        record(2, "{\"id\":\"apt_2\",\"starts_at\":\"tomorrow\"}"),
                        record(3, "{\"subject\":\"Nobody\"}"),
                        record(4, ""),
                        record(5, "[1]"));

        assertThat(plan.fields()).isEmpty();
        assertThat(taken.position()).isEqualTo(new Imports.Position(5, 1, 4, true));
        assertThat(taken.refused())
                .extracting(bad -> bad.line() + " " + bad.cells().getFirst().column())
                .containsExactly("2 starts_at", "3 id", "4 record", "5 record");
        assertThat(taken.refused().get(1).cells().getFirst().words())
                .isEqualTo("is empty: it names the record");
        assertThat(count("select count(*) from change where source = 'import' and not whole"))
                .as("what it lacks is read from its system")
                .isEqualTo(1);
    }

    @Test
    void takesTheTextOfAnXmlFileForANumberWhereTheMappingReadsOne() throws Exception {
        Taken taken =
                take(
                        new Sheet("north", "acme.appointment", "d1", List.of()),
                        0,
                        true,
                        record(
                                1,
                                """
                                {"id":"apt_1","owner_id":"usr_3","contact_id":"con_17",
                                 "subject":"Call","starts_at":"2026-03-01T10:00:00",
                                 "duration_minutes":"30","time_zone":"Europe/Berlin",
                                 "all_day_on":null,"status":"Planned","location":null,"revision":"7"}
                                """));

        assertThat(taken.position().taken()).as(taken.refused().toString()).isEqualTo(1);
    }

    private static Row record(long line, String json) {
        return new Row(line, List.of(), Optional.of(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "starts_at | '' | starts_at | no date is given",
                "starts_at | 2026-02-31T10:00:00 | starts_at | not '2026-02-31T10:00:00'",
                "starts_at | tomorrow | starts_at | not 'tomorrow'",
                "duration_minutes | -30 | duration_minutes | it ends before it starts",
                "duration_minutes | half an hour | duration_minutes | without a length",
                "time_zone | Europe/Atlantis | time_zone | not 'Europe/Atlantis'",
                "status | maybe | status | 'maybe'",
                "ID | '' | ID | it names the record"
            })
    void tellsWhatIsWrongWithLineAndColumn(String column, String cell, String told, String words)
            throws Exception {
        Taken taken = take(sheet("d1"), 0, true, row(2), row(3, column, cell), row(4));

        assertThat(taken.position()).isEqualTo(new Imports.Position(3, 2, 1, true));
        BadRow bad = taken.refused().getFirst();
        assertThat(bad.line()).isEqualTo(3);
        assertThat(bad.cells().getFirst().column()).isEqualTo(told);
        assertThat(bad.cells().getFirst().words()).contains(words);
        assertThat(count("select count(distinct id) from change")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id,all_day_on | a1,2026-02-31 | all_day_on | not '2026-02-31'",
                "id,starts_at,duration_minutes,time_zone"
                        + " | a1,2026-02-31T10:00:00,30,Europe/Berlin | starts_at | not '2026-02-31T10:00:00'",
                "id,starts_at,duration_minutes,time_zone"
                        + " | a1,2026-03-01T10:00:00,30,Nowhere/Zone | time_zone | not 'Nowhere/Zone'",
                "id,starts_at,duration_minutes,time_zone"
                        + " | a1,2026-03-01T10:00:00,minus,Europe/Berlin | duration_minutes | without a length"
            })
    void tellsWhatIsWrongInAFileThatLacksFieldsOfTheSameGroup(
            String columns, String cells, String told, String words) {
        Sheet sheet = new Sheet("north", "acme.appointment", "d1", List.of(columns.split(",", -1)));

        Taken taken = take(sheet, 0, true, new Row(2, List.of(cells.split(",", -1))));

        assertThat(taken.position()).isEqualTo(new Imports.Position(1, 0, 1, true));
        assertThat(taken.refused().getFirst().cells())
                .singleElement()
                .satisfies(
                        cell -> {
                            assertThat(cell.column()).isEqualTo(told);
                            assertThat(cell.words()).contains(words);
                        });
    }

    @Test
    void takesATimeWithoutItsLengthForWhatIsReadAnew() {
        Sheet sheet = new Sheet("north", "acme.appointment", "d1", List.of("id", "starts_at"));

        Taken taken = take(sheet, 0, true, new Row(2, List.of("a1", "2026-03-01T10:00:00")));

        assertThat(taken.refused()).isEmpty();
    }

    @Test
    void tellsOfATornRow() {
        Taken taken = take(sheet("d1"), 0, true, new Row(9, List.of("apt_9", "usr_3")));

        assertThat(taken.refused().getFirst().line()).isEqualTo(9);
        assertThat(taken.refused().getFirst().cells().getFirst().words())
                .isEqualTo("has 2 cells, but there are 12 columns");
    }

    @Test
    void goesOnWhereItEndedAndDoublesNothing() throws Exception {
        take(sheet("d1"), 0, false, row(2), row(3));

        Taken again = take(sheet("d1"), 0, false, row(2), row(3, "status", "maybe"));
        Plan plan = settled(imports.plan(sheet("d1")));
        Taken ahead = take(sheet("d1"), 5, false, row(7));
        Taken rest = take(sheet("d1"), 2, true, row(4));
        Taken after = take(sheet("d1"), 3, true);

        assertThat(again.position().rows()).isEqualTo(2);
        assertThat(again.refused()).hasSize(1);
        assertThat(plan.position()).isEqualTo(new Imports.Position(2, 2, 0, false));
        assertThat(ahead.position().rows()).isEqualTo(2);
        assertThat(rest.position()).isEqualTo(new Imports.Position(3, 3, 0, true));
        assertThat(after.position().ended()).isTrue();
        assertThat(count("select count(distinct id) from change")).isEqualTo(3);
    }

    @Test
    void storesAPieceOnceThatTwoSendAtTheSameTime() throws Exception {
        var one = imports.take(sheet("d1"), 0, true, List.of(row(2), row(3)));
        var two = imports.take(sheet("d1"), 0, true, List.of(row(2), row(3)));

        assertThat(settled(one).position()).isEqualTo(settled(two).position());
        assertThat(count("select count(distinct id) from change")).isEqualTo(2);
    }

    @Test
    void takesAnotherFileForAnother() throws Exception {
        take(sheet("d1"), 0, true, row(2));
        take(sheet("d2"), 0, true, row(2));

        assertThat(count("select count(distinct id) from change")).isEqualTo(2);
    }

    @Test
    void refusesAFileThatNamesNoRecords() {
        assertUnfit(
                new Sheet("north", "acme.appointment", "d", List.of("Number", "subject")),
                "No column is the record's id, id.");
        assertUnfit(
                new Sheet(
                        "north", "acme.appointment", "d", List.of("id", "Starts at", "starts_at")),
                "The columns \"Starts at\" and \"starts_at\" are the same field, starts_at.");
        assertUnfit(
                new Sheet("north", "acme.appointmnt", "d", List.of("id")),
                "north has no resource acme.appointmnt; it has acme.activity, acme.appointment,");
    }

    @Test
    void takesNoMoreRowsAtOnceThanItSays() {
        Row[] many =
                LongStream.rangeClosed(1, Imports.ROWS + 1)
                        .mapToObj(ImportsIT::row)
                        .toArray(Row[]::new);

        assertThatThrownBy(() -> take(sheet("d"), 0, false, many)).isInstanceOf(Unfit.class);
    }

    private static Row row(long line) {
        return row(line, new String[0]);
    }

    private void assertUnfit(Sheet sheet, String sentence) {
        assertThatThrownBy(() -> settled(imports.plan(sheet)))
                .isInstanceOfSatisfying(
                        Unfit.class, unfit -> assertThat(unfit.sentence()).startsWith(sentence));
    }

    private long count(String sql) throws Exception {
        return await(scope.within(Set.of(Customers.NORTH), statements -> statements.run(sql)))
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T settled(io.vertx.core.Future<T> future) {
        try {
            return await(future);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
