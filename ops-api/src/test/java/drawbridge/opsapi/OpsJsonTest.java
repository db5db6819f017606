package drawbridge.opsapi;

import static drawbridge.opsapi.Samples.AT;
import static drawbridge.opsapi.Samples.BREAKER;
import static drawbridge.opsapi.Samples.CONFLICT;
import static drawbridge.opsapi.Samples.COUNTS;
import static drawbridge.opsapi.Samples.OVERVIEW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class OpsJsonTest {

    private static final ImportSheet SHEET =
            new ImportSheet("acme.appointment", "d1", List.of("id", "remark"));

    @ParameterizedTest
    @MethodSource("records")
    void readsWhatItWrote(Object written) {
        Object read = OpsJson.read(OpsJson.write(written), written.getClass());

        assertThat(read).isEqualTo(written);
    }

    static Stream<Object> records() {
        return Stream.of(
                COUNTS,
                BREAKER,
                CONFLICT,
                OVERVIEW,
                Samples.TICK,
                new Me("User 3", Role.OPERATOR, List.of("north"), new Gateway("1", "i1", AT)),
                new Throughput(AT, Map.of(Direction.TO_APP, List.of(1L, 2L))),
                new ParkedDetail(
                        CONFLICT,
                        "{}",
                        "e30=",
                        "PUT /x",
                        "422",
                        List.of(new HistoryLine(AT, "User 3", "replayed", "mended"))),
                new ParkedDetail(CONFLICT, null, null, null, null, List.of()),
                new Resolve(Side.ACME, 4, "the customer called"),
                new Act(4, null),
                SHEET,
                new ImportPlan(
                        List.of("id", ""), List.of("status"), new ImportState(2, 1, 1, false)),
                new ImportRows(
                        SHEET, 2, true, List.of(new ImportRows.Row(4, List.of("apt_1", "")))),
                new ImportResult(
                        new ImportState(3, 2, 1, true),
                        List.of(
                                new RefusedRow(
                                        4, List.of(new RefusedRow.Cell("status", "is wrong"))))),
                new ActionResult("north", "p-1", ParkedAction.REPLAY, ActionState.DONE, "Done."),
                new Waiting(
                        "north",
                        "appointments",
                        new RecordId("acme.appointment", "A-1"),
                        Side.APP,
                        WaitingStatus.IN_DOUBT,
                        "The answer was lost.",
                        AT,
                        null),
                new Pause("north", "appointments", Direction.TO_APP, "User 3", "moving", AT, 4),
                new Pause("north", null, null, "User 3", null, AT, 0),
                new Timeline(
                        "north",
                        new RecordId("acme.appointment", "A-1"),
                        List.of(
                                new Standing(
                                        "north",
                                        "appointments",
                                        new RecordId("acme.appointment", "A-1"),
                                        null,
                                        LinkStatus.IN_DOUBT,
                                        "The answer was lost.")),
                        List.of(
                                new TimelineEntry(
                                        AT,
                                        EntryKind.ATTEMPT,
                                        "appointments",
                                        Side.APP,
                                        "update",
                                        "Sent.",
                                        null,
                                        null,
                                        "t-1",
                                        true)),
                        true),
                new Found("north", "appointments", new RecordId("acme.appointment", "A-1")),
                new JobWish(
                        ParkedAction.REPLAY,
                        null,
                        ParkedKind.DEAD,
                        "appointments",
                        "refused",
                        "/phone",
                        null,
                        null),
                new JobWish(
                        ParkedAction.DISCARD,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of(new ItemSeen("north", "p-1", 3)),
                        "old"),
                new JobDetail(
                        new Job(
                                "north",
                                "j-1",
                                ParkedAction.REPLAY,
                                "replay 2 items",
                                "User 3",
                                null,
                                JobState.RUNNING,
                                2,
                                1,
                                0,
                                1,
                                AT,
                                null),
                        List.of(
                                new JobItem(
                                        "p-1", null, "accepted", ParkedState.REPLAYED, "Done."))),
                new JobPreview(
                        2,
                        Map.of("north", 2L),
                        List.of(new JobPreview.Cause("refused /phone", 2)),
                        List.of(
                                new JobPreview.Looked(
                                        "north",
                                        "p-1",
                                        new Preview(
                                                PreviewKind.WRITES,
                                                Side.APP,
                                                "update",
                                                new RecordId("app.event", "17"),
                                                "{}",
                                                "The app would be changed.")))),
                new PreviewWish(ParkedAction.EDIT, "{}"),
                new Edit("{}", 4, null),
                new PauseWish(null, Direction.TO_ACME, null),
                new PauseResult("north", null, null, true, true, "Paused."),
                new ChangeStatus(
                        "c-1",
                        "north",
                        "webhook",
                        new RecordId("acme.appointment", "A-1"),
                        AT,
                        List.of(new OutcomeLine("appointments", OutcomeWord.DEAD, "r", "s", AT))),
                new Health(HealthStatus.DOWN, List.of(new Check("journal", HealthStatus.UP, null))),
                new Problem("about:blank", "Conflict", 409, "It moved on.", "/x", "version"));
    }

    @Test
    void readsAPageOfItems() {
        var page = new Page<>(List.of(CONFLICT), "p2");

        var read = OpsJson.read(OpsJson.write(page), new TypeReference<Page<Parked>>() {});

        assertThat(read).isEqualTo(page);
    }

    @Test
    void writesTheWordsOfTheDesign() {
        assertThat(OpsJson.write(BREAKER)).contains("\"state\":\"half-open\"");
        assertThat(OpsJson.write(CONFLICT))
                .contains("\"kind\":\"conflict\"", "\"actions\":[\"keep-acme\",\"keep-app\"]");
        assertThat(OpsJson.write(WaitingStatus.IN_DOUBT)).isEqualTo("\"in doubt\"");
        assertThat(OpsJson.write(OVERVIEW)).contains("\"directions\":{\"TO_APP\":{");
    }

    @Test
    void writesInstantsInIsoForm() {
        assertThat(OpsJson.write(new Gateway("1", "i1", AT)))
                .contains("\"startedAt\":\"2026-03-01T08:00:00.125Z\"");
    }

    @Test
    void leavesAbsentValuesOut() {
        assertThat(OpsJson.write(new Act(4, null))).isEqualTo("{\"version\":4}");
    }

    @Test
    void ignoresFieldsThatItDoesNotKnow() {
        var read = OpsJson.read("{\"version\":4,\"mood\":\"good\"}", Act.class);

        assertThat(read).isEqualTo(new Act(4, null));
    }

    @Test
    void refusesARecordThatLacksWhatItNeeds() {
        assertThatThrownBy(() -> OpsJson.read("{\"version\":4}", Resolve.class))
                .isInstanceOf(UnreadableJson.class)
                .hasMessage("/keep is missing");
    }

    @Test
    void namesTheFieldThatIsWrongAndItsWords() {
        assertThatThrownBy(() -> OpsJson.read("{\"direction\":\"SIDE\"}", PauseWish.class))
                .isInstanceOf(UnreadableJson.class)
                .hasMessage("/direction must be one of TO_APP, TO_ACME");
        assertThatThrownBy(() -> OpsJson.read("{\"version\":\"old\"}", Act.class))
                .isInstanceOf(UnreadableJson.class)
                .hasMessage("/version is not of the kind that is expected there");
    }

    @Test
    void namesThePlaceOfBrokenJsonAndNotItsContent() {
        assertThatThrownBy(() -> OpsJson.read("{\"version\": secret}", Act.class))
                .isInstanceOf(UnreadableJson.class)
                .hasMessageContaining("line 1")
                .hasMessageNotContaining("secret");
    }
}
