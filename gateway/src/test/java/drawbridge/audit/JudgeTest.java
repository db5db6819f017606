package drawbridge.audit;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.journal.AuditReads.Item;
import drawbridge.journal.AuditReads.Known;
import drawbridge.mapping.Flow.NoMatch;
import drawbridge.mapping.Flow.OnDelete;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;
import drawbridge.sync.Pair;
import drawbridge.sync.Sight;
import drawbridge.sync.TestFlow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What counts as what: the specification of an audit's numbers.
class JudgeTest {

    /// `base` was agreed on; `gone` was deleted, `missing` was not found.
    @ParameterizedTest(name = "{0} {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    A01 | title=A start=9 | title=A start=9  | title=A start=9  | EQUAL           | both as agreed
                    A02 | title=A         | title=A_         | title=A          | EQUAL           | the same but for a space
                    A03 | title=A         | title=B          | title=A          | DRIFTED         | Acme was edited and did not tell
                    A04 | title=A         | title=A          | title=B          | DRIFTED         | the app was edited and did not tell
                    A05 | title=A         | title=B          | title=C          | DRIFTED         | both were edited
                    A06 | title=A         | title=B          | title=B          | DRIFTED         | both were edited alike, and nobody told
                    A07 | title=A         | title=-          | title=A          | DRIFTED         | a value was cleared
                    A08 | title=A         | title=?          | title=A          | UNREADABLE      | it holds what nobody can read
                    A09 | title=?         | title=?          | title=?          | EQUAL           | what nobody could read is as it was
                    A10 | title=A phone=1 | title=A phone=2  | title=A phone=1  | DRIFTED         | what crosses one way, at its source
                    A11 | title=A phone=1 | title=A phone=1  | title=A phone=2  | APART           | what crosses one way, at its target
                    A12 | title=A         | title=A status=x | title=A          | EQUAL           | a member that was never read is no edit
                    A13 | title=A         | gone             | title=A          | MISSING_AT_ACME | deleted at Acme, and nobody told
                    A14 | title=A         | title=A          | missing          | MISSING_AT_APP  | not there in the app
                    A15 | title=A         | gone             | gone             | MISSING_AT_ACME | deleted on both sides, and nobody told
                    A16 | title=A         | gone             | title=B          | MISSING_AT_ACME | deleted and edited
                    A17 | tags=a+b        | tags=b+a         | tags=a+b         | EQUAL           | a set in another order
                    A18 | owner=u1        | owner=u2         | owner=u1         | IN_MOTION       | it points to a record without a partner
                    """)
    void judgesALinkedPair(
            String no, String base, String acme, String app, Kind kind, String words) {
        assertThat(Judge.of(pair(Pair.linked(base, acme, app))).kind()).as(words).isEqualTo(kind);
    }

    @Test
    void callsItRewrittenWhereASystemKeepsWhatItGotInItsOwnForm() {
        Pair pair =
                Pair.linked("title=Long_title", "title=Long_title", "title=Long")
                        .leftAs(Side.APP, "title=Long");

        assertThat(Judge.of(pair(pair)).kind()).isEqualTo(Kind.REWRITTEN);
    }

    @Test
    void saysWhichGroupsDriftedAndOnWhichSide() {
        Pair pair =
                Pair.linked(
                        "title=A start=9 status=x",
                        "title=B start=9 status=x",
                        "title=A start=8 status=x");

        assertThat(Judge.of(pair(pair)))
                .isInstanceOfSatisfying(
                        Judgement.Drifted.class,
                        drifted -> {
                            assertThat(drifted.groups())
                                    .containsExactly(TestFlow.TITLE, TestFlow.TIME);
                            assertThat(drifted.sides()).containsExactlyInAnyOrder(Side.values());
                        });
        assertThat(Judge.shown(pair(pair), List.of()))
                .extracting(Finding.Group::name, Finding.Group::acmeBase, Finding.Group::acme)
                .contains(org.assertj.core.groups.Tuple.tuple("title", "A", Optional.of("B")));
    }

    @Test
    void tellsWhatTheLanesWouldDo() {
        Pair edited = Pair.linked("title=A", "title=B", "title=A");
        Pair both = Pair.linked("title=A", "title=B", "title=C");
        Pair same = Pair.linked("title=A", "title=B", "title=B");

        assertThat(Judge.would(pair(Pair.alone("title=A")))).hasValue(Act.CREATE);
        assertThat(Judge.would(pair(edited))).hasValue(Act.CHANGE);
        assertThat(Judge.would(pair(both))).hasValue(Act.ASK);
        assertThat(Judge.would(pair(same))).hasValue(Act.NOTE);
    }

    @Test
    void countsAmongTheDeletesWhatIsCancelledOrMarkedAsDeleted() {
        Pair gone = Pair.linked("title=A", "gone", "title=A");

        assertThat(Judge.would(pair(deleting(gone, OnDelete.HARD)))).hasValue(Act.DELETE);
        assertThat(Judge.would(pair(deleting(gone, OnDelete.CANCEL)))).hasValue(Act.CANCEL);
        assertThat(Judge.would(pair(deleting(gone, OnDelete.SOFT)))).hasValue(Act.CANCEL);
        assertThat(Judge.would(pair(deleting(gone, OnDelete.UNLINK)))).hasValue(Act.UNLINK);
    }

    private static Pair deleting(Pair pair, OnDelete how) {
        return pair.with(TestFlow.USUAL.with(how));
    }

    @Test
    void foreseesNothingOfALinkThatNamesNoRecord() {
        Pair whole = Pair.linked("title=A", "title=A", "title=A");
        Link link = whole.link().orElseThrow().with(Side.APP, Link.End.NONE);
        Judge.Pair pair =
                new Judge.Pair(
                        whole.flow(),
                        Side.ACME,
                        Optional.empty(),
                        new Known(Optional.of(link), false, List.of()),
                        whole.acme(),
                        new Sight.None(),
                        Pair.REFS,
                        Pair.NOW);

        assertThat(Judge.of(pair).kind()).isEqualTo(Kind.MISSING_AT_APP);
        assertThat(Judge.would(pair)).isEmpty();
    }

    @Test
    void leavesToAPersonWhatWasAskedAlready() {
        Pair pair = Pair.linked("title=A", "title=B", "title=C").parkedAsSeen(TestFlow.TITLE);

        assertThat(Judge.of(pair(pair, item(TestFlow.TITLE, false))).kind()).isEqualTo(Kind.HELD);
    }

    @Test
    void seesAnEditOfWhatWaitsForAPerson() {
        Pair asked = Pair.linked("title=A", "title=B", "title=C").parkedAsSeen(TestFlow.TITLE);
        Pair edited =
                new Pair(
                        asked.flow(),
                        asked.link(),
                        asked.acme(),
                        Pair.sight(Side.APP, "title=D"),
                        asked.parking(),
                        asked.reference(),
                        asked.twin(),
                        asked.candidates());

        assertThat(Judge.of(pair(edited, item(TestFlow.TITLE, false))).kind())
                .isEqualTo(Kind.DRIFTED);
    }

    @Test
    void leavesToAPersonARecordThatWaitsAsAWhole() {
        Pair pair = Pair.linked("title=A", "gone", "title=B");

        assertThat(
                        Judge.of(
                                        pair(
                                                pair,
                                                new Item(
                                                        Optional.empty(),
                                                        false,
                                                        "Deleted and edited.")))
                                .sentence())
                .isEqualTo("Deleted and edited.");
    }

    @Test
    void saysNothingAboutWhatIsUnderWay() {
        Pair pair = Pair.linked("title=A", "title=B", "title=A");
        Known busy = new Known(pair.link(), true, List.of());

        assertThat(Judge.of(pair(pair, busy)).kind()).isEqualTo(Kind.IN_MOTION);
        assertThat(Judge.of(pair(pair, item(TestFlow.TITLE, true))).kind())
                .as("a person has just decided")
                .isEqualTo(Kind.IN_MOTION);
    }

    @Test
    void missesThePartnerOfARecordThatHasNone() {
        assertThat(Judge.of(pair(Pair.alone("title=A"))).kind()).isEqualTo(Kind.MISSING_AT_APP);
        assertThat(
                        Judge.of(
                                        pair(
                                                Pair.alone("title=A")
                                                        .with(TestFlow.USUAL.with(NoMatch.HOLD))))
                                .kind())
                .as("a person should have been asked")
                .isEqualTo(Kind.MISSING_AT_APP);
        assertThat(
                        Judge.of(
                                        pair(
                                                Pair.alone("title=A")
                                                        .with(TestFlow.USUAL.with(NoMatch.IGNORE))))
                                .kind())
                .as("the flow wants none")
                .isEqualTo(Kind.APART);
    }

    @Test
    void doesNotMissThePartnerOfARecordThatIsGone() {
        Judge.Pair gone = pair(Pair.alone("gone"));

        assertThat(Judge.of(gone)).isInstanceOf(Judgement.Nothing.class);
    }

    @Test
    void letsWhatADeleteLeftGoItsOwnWayAndNoticesWhatCameBack() {
        Pair buried =
                Pair.linked("title=A", "gone", "title=X")
                        .with(Link.Life.TOMBSTONE)
                        .missingSince(Side.ACME, Duration.ofDays(1));
        Pair back =
                Pair.linked("title=A", "title=A", "title=X")
                        .with(Link.Life.TOMBSTONE)
                        .missingSince(Side.ACME, Duration.ofDays(1));

        assertThat(Judge.of(pair(buried)).kind()).isEqualTo(Kind.APART);
        assertThat(Judge.of(pair(back)).kind()).isEqualTo(Kind.DRIFTED);
    }

    private static Item item(GroupName group, boolean decided) {
        return new Item(Optional.of(group), decided, "It waits.");
    }

    private static Judge.Pair pair(Pair pair, Item... items) {
        return pair(pair, new Known(pair.link(), false, List.of(items)));
    }

    private static Judge.Pair pair(Pair pair, Known known) {
        return new Judge.Pair(
                pair.flow(),
                Side.ACME,
                pair.link().isPresent()
                        ? Optional.empty()
                        : Optional.of(new RecordRef(pair.flow().end(Side.ACME).resource(), "a1")),
                known,
                pair.acme(),
                pair.link().isPresent() ? pair.app() : new Sight.None(),
                Pair.REFS,
                Pair.NOW);
    }
}
