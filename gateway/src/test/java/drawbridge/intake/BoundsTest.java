package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Bounding;
import drawbridge.crossing.engine.Bounding.Lost;
import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.ListSpec;
import drawbridge.mapping.ListSpec.Changes;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.State;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.Value;
import drawbridge.sync.Sent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Of which unanswered creates a list that was read to its end tells.
class BoundsTest {

    private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");

    /// Acme keeps no reference of ours.
    private static final Mappings BARE =
            Customers.mappings(
                    "http://127.0.0.1:1",
                    "systems/acme.yaml",
                    "    external-reference: /external_ref\n");

    private final KeptJournal journal = new KeptJournal();

    @Test
    void aListOfAllThatChangedTellsOfEachCreate() {
        Lost lost = lost("2027-11-02T09:00:00");

        read(target(BARE));

        assertThat(journal.bounded()).containsExactly(lost);
    }

    /// A token goes on where the reading before ended, whatever that one could not read.
    @Test
    void aListThatGoesOnByTokensTellsOfNoCreate() {
        var _ = lost("2026-11-05T09:00:00");

        read(
                listing(
                        target(BARE),
                        new Changes.Tokens(
                                Optional.of("token"), Pointer.parse("/next"), false, Set.of(410))));

        assertThat(journal.bounded()).isEmpty();
    }

    @Test
    void whatChangedIsReadFromBeforeTheCreateBegan() {
        var _ = lost("2026-11-05T09:00:00");

        assertThat(Bounds.of(journal.port(), target(BARE), NOW).result().since())
                .hasValue(NOW.minus(Bounding.OVER));
    }

    @Test
    void whereRecordsCarryAReferenceNobodyWaitsForAList() {
        var _ = lost("2026-11-05T09:00:00");

        read(target(Customers.mappings("http://127.0.0.1:1")));

        assertThat(journal.bounded()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-05T09:00:00, true",
        "2026-10-10T09:00:00, true",
        "2026-10-03T23:00:00, false",
        "2027-02-20T09:00:00, true",
        "2027-03-01T23:00:00, false",
        "2027-11-02T09:00:00, false"
    })
    void aWindowTellsOfWhatLiesWellWithinIt(String start, boolean tells) {
        var _ = lost(start);

        read(window(target(BARE)));

        assertThat(!journal.bounded().isEmpty()).isEqualTo(tells);
    }

    @Test
    void aWindowTellsNothingOfWhatHasNoTimeAndOfWhatWasNotKept() {
        journal.lost.add(
                new Lost(new LaneId(new UUID(0, 1)), new UUID(0, 2), NOW, Optional.empty()));
        journal.lost.add(lost(Map.of("subject", Value.of("Call"))));

        read(window(target(BARE)));

        assertThat(journal.bounded()).isEmpty();
    }

    private void read(SweepTarget target) {
        Bounds bounds = Bounds.of(journal.port(), target, NOW).result();
        assertThat(bounds.reached().succeeded()).isTrue();
    }

    private Lost lost(String start) {
        Lost lost =
                lost(
                        Map.of(
                                "subject", Value.of("Call"),
                                "starts_at", Value.of(start),
                                "duration_minutes", Value.of(30),
                                "time_zone", Value.of("Europe/Berlin"),
                                "all_day_on", Value.NULL));
        journal.lost.add(lost);
        return lost;
    }

    private static Lost lost(Map<String, Value> members) {
        State state = State.of(Value.Obj.EMPTY);
        return new Lost(
                new LaneId(new UUID(0, 1)),
                new UUID(0, 2),
                NOW,
                Optional.of(new Sent(state, state, new Value.Obj(members), Set.of(), Map.of())));
    }

    private static SweepTarget target(Mappings mappings) {
        SweepTarget.Key key = new SweepTarget.Key(Customers.NORTH, "acme", "appointment");
        return SweepTarget.of(mappings).stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /// The same list as one that shows a month back and four months ahead.
    private static SweepTarget window(SweepTarget target) {
        return listing(
                target,
                new Changes.Scan(
                        Optional.of("from"),
                        Optional.of("to"),
                        SystemSpec.TimeFormat.ISO_INSTANT,
                        Duration.ofDays(30),
                        Duration.ofDays(120),
                        Duration.ofDays(50)));
    }

    private static SweepTarget listing(SweepTarget target, Changes changes) {
        ListSpec list = target.list();
        return new SweepTarget(
                target.mappings(),
                target.tenant(),
                target.resource(),
                new ListSpec(list.call(), list.items(), changes, list.pages(), list.empty()),
                target.every(),
                target.toldOtherwise(),
                target.deleted());
    }
}
