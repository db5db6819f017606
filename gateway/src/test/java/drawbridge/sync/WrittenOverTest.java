package drawbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Decision.Merge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Both agreed on the title `T`; Acme's `A` was written to the app. The app's record had changed at
/// 10:00:00 when it was read, and at 10:00:08 by the answer to our write.
class WrittenOverTest {

    private static final Instant READ = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant ANSWERED = READ.plusSeconds(8);

    private static Pair written(GroupName group) {
        Trail.Blind blind =
                new Trail.Blind(
                        Side.APP,
                        READ,
                        ANSWERED,
                        new Value.Obj(
                                group.equals(TestFlow.TITLE)
                                        ? Map.of("TITLE", Value.of("T"))
                                        : Map.of("PHONE", Value.of("1"))),
                        Trail.mark(group.equals(TestFlow.TITLE) ? "A" : "2"),
                        false);
        return Pair.linked("title=A phone=2", "title=A phone=2", "title=A phone=2")
                .with(Trail.NONE.with(group, blind));
    }

    private static Map<GroupName, Parking.Restored> edits(Pair pair, State now, State... told) {
        return new WrittenOver(pair.flow(), pair.link().orElseThrow(), Side.APP, Pair.REFS)
                .edits(now, List.of(told));
    }

    /// `title@seconds` after the read.
    private static State told(String text) {
        String[] both = text.split("@", -1);
        return Pair.state(
                Side.APP,
                "title=" + both[0] + " changed=" + READ.plusSeconds(Long.parseLong(both[1])));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            textBlock =
                    """
                    an edit while our write was on its way,                   A, P@4,     P
                    the last of two,                                          A, P@4 Q@5, Q
                    in whatever order they came in,                           A, Q@5 P@4, Q
                    an edit just before our write arrived,                    A, P@8,     P
                    a late push of what was read,                             A, P@0,
                    a late push of what was there before,                     A, P@-60,
                    an edit after our write is read,                          A, P@9,
                    what was taken back before our write arrived,             A, P@4 T@6,
                    the echo of our write,                                    A, A@8,
                    the same as we wrote,                                     A, _A_@4,
                    somebody changed it since,                                Q, P@4,
                    what cannot be read,                                      A, ?@4,
                    """)
    void isPutBackWhereNothingElseCanHaveBecomeOfIt(
            String when, String now, String told, String back) {
        State[] bodies =
                Arrays.stream(told.split(" ", -1)).map(WrittenOverTest::told).toArray(State[]::new);

        var edits = edits(written(TestFlow.TITLE), Pair.state(Side.APP, "title=" + now), bodies);

        assertThat(
                        Optional.ofNullable(edits.get(TestFlow.TITLE))
                                .map(one -> one.then().record().members().get("TITLE")))
                .as(when)
                .isEqualTo(Optional.ofNullable(back).map(Value::of));
    }

    /// An unanswered write of `B` was found at 10:00:06, after its user had changed something else
    /// upon it; then `A` was written.
    @Test
    void whatAnEarlierWriteOfOursLeftIsNobodysEdit() {
        Trail.Blind earlier =
                new Trail.Blind(
                        Side.APP,
                        READ,
                        READ.plusSeconds(6),
                        new Value.Obj(Map.of("TITLE", Value.of("T"))),
                        Trail.mark("B"),
                        false);
        Trail.Blind later =
                new Trail.Blind(
                        Side.APP,
                        READ.plusSeconds(6),
                        ANSWERED,
                        new Value.Obj(Map.of("TITLE", Value.of("B"))),
                        Trail.mark("A"),
                        false);
        Pair pair =
                Pair.linked("title=A", "title=A", "title=A")
                        .with(Trail.NONE.with(TestFlow.TITLE, earlier).with(TestFlow.TITLE, later));

        assertThat(edits(pair, Pair.state(Side.APP, "title=A"), told("B@4"), told("B@6")))
                .isEmpty();
    }

    @Test
    void whatCrossesToOneSideAloneIsNobodysEditThere() {
        State body = Pair.state(Side.APP, "phone=3 changed=" + READ.plusSeconds(4));

        assertThat(edits(written(TestFlow.PHONE), Pair.state(Side.APP, "phone=2"), body)).isEmpty();
    }

    @Test
    void isWrittenWhereItStoodAndTheSidesChangesWaitForIt() {
        Pair pair = written(TestFlow.TITLE);
        var edits = edits(pair, Pair.state(Side.APP, "title=A"), told("P@4"));

        Merge merge = (Merge) pair.with(Parking.NOTHING.restoring(edits)).decide();

        assertThat(merge.verdicts().get(TestFlow.TITLE))
                .isInstanceOfSatisfying(
                        Verdict.Write.class,
                        write -> {
                            assertThat(write.target()).isEqualTo(Side.APP);
                            assertThat(write.first()).isTrue();
                            assertThat(write.members().members())
                                    .isEqualTo(Map.of("TITLE", Value.of("P")));
                        });
    }

    @Test
    void isNotPutBackWhileAPersonIsAskedAboutTheGroup() {
        Pair pair = written(TestFlow.TITLE).parkedAsSeen(TestFlow.TITLE);
        var edits = edits(pair, Pair.state(Side.APP, "title=A"), told("P@4"));

        assertThat(pair.parking().restoring(edits).restored()).isEmpty();
    }

    @Test
    void isAConflictWithWhatWasWrittenOnceItIsBack() {
        Pair pair = written(TestFlow.TITLE);
        Link link = pair.link().orElseThrow();
        Map<Side, State> now = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            now.put(side, Pair.state(side, "title=A phone=2"));
        }

        Link back =
                new WrittenOver(pair.flow(), link, Side.APP, Pair.REFS)
                        .rolledBack(
                                link,
                                TestFlow.TITLE,
                                link.trail().blind(TestFlow.TITLE, Side.APP).getFirst(),
                                now);

        Merge merge = (Merge) pair.with(back).holds(Side.APP, "title=P phone=2").decide();
        assertThat(merge.verdicts().get(TestFlow.TITLE))
                .isEqualTo(
                        new Verdict.Conflict(
                                "both-changed",
                                "T",
                                "A",
                                "P",
                                "The title was changed on both sides, differently: a person"
                                        + " decides."));
    }

    @Test
    void countsNoMoreOnceSomebodyChangedTheGroupThere() {
        Trail trail = written(TestFlow.TITLE).link().orElseThrow().trail();

        assertThat(trail.seen(TestFlow.TITLE, Side.ACME)).isEqualTo(trail);
        assertThat(trail.seen(TestFlow.TITLE, Side.APP)).isEqualTo(Trail.NONE);
    }

    @Test
    void aWriteWithAPreconditionGoesOverNothing() {
        State before =
                new State(
                        Pair.state(Side.ACME, "title=T changed=" + READ).record(),
                        Map.of(),
                        Optional.of(
                                new drawbridge.mapping.Version("7", java.util.OptionalLong.of(7))));
        State after = Pair.state(Side.ACME, "title=A changed=" + ANSWERED);
        Value.Obj sent = Pair.state(Side.ACME, "title=A").record();

        assertThat(at(Side.ACME).blind(TestFlow.TITLE, before, Optional.empty(), after, sent))
                .isEmpty();
    }

    @Test
    void aSystemThatTellsNoTimesLeavesNothingToCompareWith() {
        State before = Pair.state(Side.APP, "title=T");
        State after = Pair.state(Side.APP, "title=A");

        assertThat(
                        at(Side.APP)
                                .blind(
                                        TestFlow.TITLE,
                                        before,
                                        Optional.empty(),
                                        after,
                                        after.record()))
                .isEmpty();
    }

    private static WrittenOver at(Side side) {
        Link link = Pair.linked("title=T", "title=T", "title=T").link().orElseThrow();
        return new WrittenOver(TestFlow.USUAL, link, side, Pair.REFS);
    }
}
