package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.NullUnmarked;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What holds whatever people do to a few records on both sides, in any order and at any pace.
/// Where the simulator finds a story in a whole world of them, this finds the shortest one.
@NullUnmarked
class EngineLawsTest extends SimStory {

    private static final int RECORDS = 3;
    private static final int TRIES = 80;

    /// A pair and the one who made it: an appointment at even numbers, an event at odd ones.
    private record Both(RecordRef appointment, RecordRef event) {}

    private final List<Both> pairs = new ArrayList<>();
    private boolean late;
    private int restored;

    enum Kind {
        TITLE,
        PLACE,
        DELETE,
        RESTORE
    }

    /// @param millis until the next act: from within one fold to long after all is settled
    record Act(int record, Side side, Kind kind, int value, int millis) {}

    @Property(tries = TRIES)
    void noEditDisappearsWithoutAnEntry(@ForAll("acts") List<Act> acts) {
        play(acts);

        assertThat(world.journal.books.outcomes().values())
                .as("each change has what became of it")
                .allSatisfy(outcomes -> assertThat(outcomes).isNotEmpty());
        assertThat(world.journal.books.violations).isEmpty();
    }

    @Property(tries = TRIES)
    void bothSidesAreEqualOrAPersonIsAsked(@ForAll("acts") List<Act> acts) {
        play(acts);

        for (Both pair : pairs) {
            if (isAsked(pair)
                    || isGone(acme(), pair.appointment())
                    || isGone(app(), pair.event())) {
                continue;
            }
            assertThat(member(app(), pair.event(), "title"))
                    .isEqualTo(member(acme(), pair.appointment(), "subject"));
            assertThat(member(app(), pair.event(), "place"))
                    .isEqualTo(member(acme(), pair.appointment(), "location"));
        }
    }

    /// What a person did costs one write at the other side, and one that undoes a mark.
    @Property(tries = TRIES)
    void anEditCostsTwoWritesAtMost(@ForAll("acts") List<Act> acts) {
        long done = play(acts);

        assertThat(writes()).isLessThanOrEqualTo(2 * done);
        world.pass(Duration.ofHours(1));
        assertThat(writes()).as("and nothing more an hour later").isLessThanOrEqualTo(2 * done);
    }

    @Property(tries = TRIES)
    void aRecordHasOneLinkAtMost(@ForAll("acts") List<Act> acts) {
        play(acts);

        for (Side side : Side.values()) {
            assertThat(
                            world.journal.links.all(NORTH).stream()
                                    .filter(link -> link.flow().equals(SimWorld.APPOINTMENTS))
                                    .map(link -> link.end(side).record())
                                    .flatMap(Optional::stream))
                    .doesNotHaveDuplicates();
        }
    }

    @Property(tries = TRIES)
    void nothingThatWasDeletedIsMadeAgain(@ForAll("acts") List<Act> acts) {
        play(acts);

        assertThat(created()).as("creates of ours").isLessThanOrEqualTo(RECORDS + restored);
        for (int i = 0; i < RECORDS; i++) {
            int number = i;
            Both pair = pairs.get(i);
            Optional<Act> last =
                    acts.stream()
                            .filter(act -> act.record() == number)
                            .filter(act -> act.kind() == Kind.DELETE || act.kind() == Kind.RESTORE)
                            .reduce((_, later) -> later);
            last.filter(act -> act.kind() == Kind.DELETE)
                    .ifPresent(
                            act ->
                                    assertThat(
                                                    act.side() == Side.ACME
                                                            ? isGone(acme(), pair.appointment())
                                                            : isGone(app(), pair.event()))
                                            .isTrue());
        }
    }

    /// All of Acme's webhooks come when everything crossed by sweeps, with what records said then.
    @Property(tries = TRIES)
    void whatComesLateTakesNothingBack(@ForAll("acts") List<Act> acts) {
        late = true;
        play(acts);
        world.postman.sweep();
        world.pass(Duration.ofMinutes(5));
        List<Value> before = titles();
        long writes = writes();

        world.postman.letAllGo();
        world.pass(Duration.ofMinutes(5));

        assertThat(titles()).isEqualTo(before);
        assertThat(writes()).isEqualTo(writes);
    }

    /// Does what can be done to the records as they are then.
    ///
    /// @return how many acts were
    @CanIgnoreReturnValue
    private long play(List<Act> acts) {
        begin(new SimWorld(SimMappings.SHIPPED));
        pairs.clear();
        restored = 0;
        for (int i = 0; i < RECORDS; i++) {
            world.pass(Duration.ofMinutes(1));
            RecordRef made = i % 2 == 0 ? appointment("Title " + i) : madeInAcme("Title " + i);
            pairs.add(new Both(made, event(made)));
        }
        assertThat(writes()).isZero();
        if (late) {
            world.postman.keep();
        }
        long done = acts.stream().filter(this::act).count();
        world.pass(Duration.ofMinutes(10));
        return done;
    }

    private boolean act(Act act) {
        Both pair = pairs.get(act.record());
        ModelSystem system = act.side() == Side.ACME ? acme() : app();
        RecordRef record = act.side() == Side.ACME ? pair.appointment() : pair.event();
        boolean can = isGone(system, record) == (act.kind() == Kind.RESTORE);
        if (can) {
            switch (act.kind()) {
                case TITLE ->
                        change(
                                system,
                                record,
                                act.side() == Side.ACME ? "subject" : "title",
                                "Title " + (10 + act.value()));
                case PLACE ->
                        change(
                                system,
                                record,
                                act.side() == Side.ACME ? "location" : "place",
                                "Place " + act.value());
                case DELETE -> system.delete(record);
                case RESTORE -> {
                    // One that comes back when its partner is gone gets another one.
                    restored++;
                    system.restore(record);
                }
            }
        }
        world.pass(Duration.ofMillis(act.millis()));
        return can;
    }

    private List<Value> titles() {
        List<Value> titles = new ArrayList<>();
        for (Both pair : pairs) {
            titles.add(member(acme(), pair.appointment(), "subject"));
            titles.add(member(app(), pair.event(), "title"));
        }
        return titles;
    }

    /// Of the gateway, at both sides, but for creates.
    private long writes() {
        return ours("update") + ours("delete");
    }

    /// Whether a person is asked about it.
    private boolean isAsked(Both pair) {
        return Stream.of(
                        world.journal.links.of(
                                NORTH, SimWorld.APPOINTMENTS, Side.ACME, pair.appointment().id()),
                        world.journal.links.of(
                                NORTH, SimWorld.APPOINTMENTS, Side.APP, pair.event().id()))
                .flatMap(Optional::stream)
                .map(link -> ModelJournal.LaneKey.of(NORTH, link))
                .anyMatch(lane -> !world.journal.books.parkedOf(lane).isEmpty());
    }

    private long created() {
        return ours("create");
    }

    /// A reference that a record gets which a user made is part of its create.
    private long ours(String operation) {
        return List.of(acme(), app()).stream()
                .flatMap(system -> system.effects.stream())
                .filter(ModelSystem.Effect::gateway)
                .filter(effect -> effect.operation().equals(operation))
                .count();
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, RECORDS - 1),
                        Arbitraries.of(Side.values()),
                        Arbitraries.of(
                                Kind.TITLE, Kind.TITLE, Kind.PLACE, Kind.DELETE, Kind.RESTORE),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(0, 100, 700, 5_000, 90_000))
                .as(Act::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }
}
