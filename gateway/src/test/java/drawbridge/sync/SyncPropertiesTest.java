package drawbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Flow.Policy;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The rules of the merge, for any base and any two states.
class SyncPropertiesTest {

    private static final List<String> FIELDS = List.of("title", "start", "minutes", "status");

    @Property(tries = 500)
    void writesNothingOnAnEcho(@ForAll("records") String base) {
        Decision decision = Pair.linked(base, base, base).decide();

        assertThat(verdicts(decision).values()).allMatch(Verdict.Same.class::isInstance);
    }

    @Property(tries = 1000)
    void decidesTheSameTwice(
            @ForAll("records") String base,
            @ForAll("records") String acme,
            @ForAll("records") String app) {
        Pair pair = Pair.linked(base, acme, app);

        assertThat(pair.decide()).isEqualTo(pair.decide());
    }

    @Property(tries = 1000)
    void isSymmetric(
            @ForAll("records") String base,
            @ForAll("records") String one,
            @ForAll("records") String other) {
        var there = verdicts(Pair.linked(base, one, other).decide());
        var mirrored = verdicts(Pair.linked(base, other, one).decide());

        there.forEach(
                (group, verdict) -> {
                    Verdict mirror = mirrored.get(group);
                    assertThat(mirror).isInstanceOf(verdict.getClass());
                    if (verdict instanceof Verdict.Write write
                            && mirror instanceof Verdict.Write back) {
                        assertThat(back.target()).isEqualTo(write.target().other());
                    }
                });
    }

    @Property(tries = 1000)
    void convergesInOneStepAndThenWritesNothing(
            @ForAll("records") String base,
            @ForAll("records") String acme,
            @ForAll("records") String app) {
        Pair after = carriedOut(Pair.linked(base, acme, app));

        assertThat(verdicts(after.decide()).values())
                .noneMatch(Verdict.Write.class::isInstance)
                .noneMatch(Verdict.Agreed.class::isInstance);
    }

    @Property(tries = 1000)
    void losesNobodysEdit(
            @ForAll("records") String base,
            @ForAll("records") String acme,
            @ForAll("records") String app) {
        Pair before = Pair.linked(base, acme, app);
        Pair after = carriedOut(before);

        for (String field : FIELDS) {
            for (Side side : Side.values()) {
                String mine = value(before, side, field);
                boolean edited = !mine.equals(value(base, field));
                boolean stands = mine.equals(value(after, side, field));
                assertThat(!edited || stands).as("%s of %s after %s", field, side, after).isTrue();
            }
        }
    }

    @Property(tries = 1000)
    void carriesAcrossWhatOneSideAloneEdited(
            @ForAll("records") String base, @ForAll("records") String edited, @ForAll Side by) {
        Pair after =
                carriedOut(
                        by == Side.ACME
                                ? Pair.linked(base, edited, base)
                                : Pair.linked(base, base, edited));

        for (String field : FIELDS) {
            for (Side side : Side.values()) {
                assertThat(value(after, side, field))
                        .as("%s of %s, edited by %s", field, side, by)
                        .isEqualTo(value(edited, field));
            }
        }
    }

    @Property(tries = 1000)
    void tearsNoGroup(
            @ForAll("records") String base,
            @ForAll("records") String acme,
            @ForAll("records") String app) {
        Pair before = Pair.linked(base, acme, app);
        Pair after = carriedOut(before);

        String start = value(after, Side.APP, "start");
        String minutes = value(after, Side.APP, "minutes");
        List<String> whole =
                List.of(
                        value(before, Side.ACME, "start") + value(before, Side.ACME, "minutes"),
                        value(before, Side.APP, "start") + value(before, Side.APP, "minutes"));
        assertThat(whole).contains(start + minutes);
    }

    @Property(tries = 500)
    void neverGoesBackByReplayingAnOldState(
            @ForAll("records") String base,
            @ForAll("records") String acme,
            @ForAll("records") String app) {
        Pair after = carriedOut(Pair.linked(base, acme, app));

        // A replay looks at the present: the same lane, opened once more.
        Pair again = carriedOut(after);

        assertThat(again.acme()).isEqualTo(after.acme());
        assertThat(again.app()).isEqualTo(after.app());
    }

    @Property(tries = 500)
    void aPolicyLeavesNoConflictAndKeepsTheLosingValue(
            @ForAll("records") String base,
            @ForAll("records") String acme,
            @ForAll("records") String app) {
        Pair pair = Pair.linked(base, acme, app).with(TestFlow.USUAL.with(Policy.ACME));

        Verdict title = verdicts(pair.decide()).get(TestFlow.TITLE);

        assertThat(title).isNotInstanceOf(Verdict.Conflict.class);
        if (title instanceof Verdict.Write write
                && !value(base, "title").equals(value(pair, Side.APP, "title"))
                && !value(base, "title").equals(value(pair, Side.ACME, "title"))) {
            assertThat(write.losing()).contains(value(pair, Side.APP, "title"));
        }
    }

    @Property(tries = 500)
    void aUnionHoldsWhatEitherSideAddedAndNothingThatEitherTookAway(
            @ForAll("tags") String base, @ForAll("tags") String acme, @ForAll("tags") String app) {
        Pair after =
                carriedOut(carriedOut(Pair.linked("tags=" + base, "tags=" + acme, "tags=" + app)));

        Set<String> wanted = new TreeSet<>(Set.of("x"));
        for (String tag : List.of("a", "b", "c", "d")) {
            boolean was = base.contains(tag);
            boolean everywhere = acme.contains(tag) && app.contains(tag);
            boolean anywhere = acme.contains(tag) || app.contains(tag);
            if (was ? everywhere : anywhere) {
                wanted.add(tag);
            }
        }
        for (Side side : Side.values()) {
            String[] held = value(after, side, "tags").split("\\+", -1);
            assertThat(held).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }

    @Property(tries = 500)
    void theNewestLosesNothingThatItCannotProveToBeOlder(
            @ForAll("records") String base,
            @ForAll("records") String acme,
            @ForAll("records") String app) {
        Pair pair = Pair.linked(base, acme, app).with(TestFlow.USUAL.with(Policy.NEWEST));

        Verdict title = verdicts(pair.decide()).get(TestFlow.TITLE);

        assertThat(title).matches(it -> !(it instanceof Verdict.Write w) || w.losing().isEmpty());
    }

    // ---- Words

    /// Some letters, and `x` which nobody takes away.
    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.subsetOf("a", "b", "c", "d")
                .map(
                        some ->
                                some.stream()
                                                .sorted()
                                                .map(tag -> tag + "+")
                                                .reduce("", String::concat)
                                        + "x");
    }

    @Provide
    Arbitrary<String> records() {
        Arbitrary<String> value = Arbitraries.of("1", "2", "3");
        return Combinators.combine(value, value, value, value)
                .as(
                        (title, start, minutes, status) ->
                                "title="
                                        + title
                                        + " start="
                                        + start
                                        + " minutes="
                                        + minutes
                                        + " status="
                                        + status);
    }

    private static Map<GroupName, Verdict> verdicts(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Merge.class);
        return ((Decision.Merge) decision).verdicts();
    }

    /// The pair after both sides were written, with both bases moved.
    private static Pair carriedOut(Pair pair) {
        Decision.Merge merge = (Decision.Merge) pair.decide();
        Link link = pair.link().orElseThrow();
        Sight[] now = new Sight[2];
        for (Side side : Side.values()) {
            State state = state(pair, side);
            State written = State.of(Values.merge(state.record(), merge.members(side)));
            Link.End end = link.end(side);
            List<GroupName> holding = new ArrayList<>();
            merge.verdicts()
                    .forEach(
                            (group, verdict) -> {
                                if (verdict.holds(side)) {
                                    holding.add(group);
                                }
                            });
            link =
                    link.with(
                            side,
                            Pair.end(
                                    end.record().orElseThrow(),
                                    end.base().orElseThrow().moved(written, holding)));
            now[side == Side.ACME ? 0 : 1] = new Sight.Present(written);
        }
        return new Pair(
                pair.flow(),
                java.util.Optional.of(link),
                now[0],
                now[1],
                pair.parking(),
                pair.reference(),
                pair.twin(),
                pair.candidates());
    }

    private static State state(Pair pair, Side side) {
        Sight sight = side == Side.ACME ? pair.acme() : pair.app();
        return ((Sight.Present) sight).state();
    }

    private static String value(Pair pair, Side side, String field) {
        Value value = state(pair, side).record().members().get(TestFlow.member(side, field));
        return value instanceof Value.Text(String text) ? text : "-";
    }

    private static String value(String record, String field) {
        for (String part : record.split(" ", -1)) {
            if (part.startsWith(field + "=")) {
                return part.substring(field.length() + 1);
            }
        }
        return "-";
    }
}
