package drawbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.Flow.NoMatch;
import drawbridge.mapping.Flow.OnDelete;
import drawbridge.mapping.Flow.OneMatch;
import drawbridge.mapping.Flow.Policy;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Cases from life about what is decided, by their number in `docs/cases.md`.
class SyncCasesTest {

    private static final GroupName STATUS = new GroupName("status");

    @Test
    void t04_theSideThatNobodyTouchedDoesNotPullAMovedMeetingBack() {
        Pair moved =
                Pair.linked("start=10 minutes=30", "start=25 minutes=30", "start=10 minutes=30");

        assertThat(written(moved, TestFlow.TIME, Side.APP)).isEqualTo(members("START", "25"));
        assertThat(
                        verdicts(
                                Pair.linked(
                                        "start=25 minutes=30",
                                        "start=25 minutes=30",
                                        "start=25 minutes=30")))
                .allSatisfy((_, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Same.class));
    }

    /// The partner keeps a poorer word for what Acme says: its base remembers that word, so that an
    /// edit of another group does not bring it back.
    @Test
    void t28_aPoorerWordOfThePartnerIsNotWashedBackWhenItsTitleIsEdited() {
        Pair pair =
                keptApart("title=T status=tentative", "title=T status=busy")
                        .with("title=T status=tentative", "title=P status=busy");

        assertThat(written(pair, TestFlow.TITLE, Side.ACME)).isEqualTo(members("title", "P"));
        assertThat(verdicts(pair).get(STATUS)).isInstanceOf(Verdict.Same.class);
    }

    @Test
    void t29_aTextThatThePartnerCutIsNotBroughtBackWhenItsTitleIsEdited() {
        Pair pair =
                keptApart("title=T status=abcdefghi", "title=T status=abc")
                        .with("title=T status=abcdefghi", "title=P status=abc");

        assertThat(written(pair, TestFlow.TITLE, Side.ACME)).isEqualTo(members("title", "P"));
        assertThat(verdicts(pair).get(STATUS)).isInstanceOf(Verdict.Same.class);
    }

    @Test
    void t30_whatNoTextHoldsIsNamedWhereItIsLeftOut() {
        Pair edited = Pair.linked("title=T", "title=A\u0003\u0000", "title=T");
        Pair made = Pair.alone("title=A\u0003");

        assertThat(verdicts(edited).get(TestFlow.TITLE))
                .extracting(Verdict::sentence)
                .asString()
                .endsWith("What no text holds is left out of the title: U+0003, U+0000.");
        assertThat(made.decide())
                .isInstanceOfSatisfying(
                        Decision.Create.class,
                        create ->
                                assertThat(create.sentence())
                                        .endsWith("left out of the title: U+0003."));
        assertThat(verdicts(Pair.linked("title=T", "title=A", "title=T")).get(TestFlow.TITLE))
                .extracting(Verdict::sentence)
                .asString()
                .doesNotContain("left out");
    }

    @Test
    void t32_aCopyOfALivingRecordGetsALinkOfItsOwnAndNothingIsDeleted() {
        Link original = Pair.linked("title=T", "title=T", "title=T").link().orElseThrow();
        Pair copy = Pair.alone("title=T").naming(original).twin(Pair.sight(Side.ACME, "title=T"));

        assertThat(copy.decide()).isInstanceOf(Decision.Rename.class);
    }

    @Test
    void s07_severalThatMatchAreNamedToAPersonAndNoneIsMade() {
        for (OneMatch action : OneMatch.values()) {
            Pair pair =
                    Pair.alone("title=T")
                            .with(TestFlow.USUAL.matchingByTitle(false).with(action))
                            .with(candidate("e1", false), candidate("e2", false));

            assertThat(pair.decide())
                    .as(action.name())
                    .isInstanceOfSatisfying(
                            Decision.Hold.class,
                            hold -> assertThat(hold.reason()).isEqualTo("several-matches"));
        }
    }

    @Test
    void s07_aTwinThatIsLinkedElsewhereIsHeldUnderAStrongKey() {
        Pair pair =
                Pair.alone("title=T")
                        .with(TestFlow.USUAL.matchingByTitle(true).with(NoMatch.CREATE))
                        .with(candidate("e8", true));

        assertThat(pair.decide())
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.reason()).isEqualTo("match-is-linked"));
    }

    @ParameterizedTest
    @CsvSource({"UNLINK", "SOFT", "HARD", "CANCEL"})
    void s09_aRecordThatWasNotFoundOnceIsNotDeletedUnderAnyPolicy(OnDelete policy) {
        Pair pair = Pair.linked("title=T", "title=T", "missing").with(TestFlow.USUAL.with(policy));

        assertThat(pair.decide()).isInstanceOf(Decision.AwaitProof.class);
    }

    @ParameterizedTest
    @CsvSource({"UNLINK", "SOFT", "HARD", "CANCEL"})
    void s09_aRecordThatNeverAnsweredUnderItsIdIsNotDeletedUnderAnyPolicy(OnDelete policy) {
        Pair pair = Pair.linked("title=T", "title=T", "missing").with(TestFlow.USUAL.with(policy));
        Link link = pair.link().orElseThrow();

        assertThat(pair.with(missing(link, false)).decide()).isInstanceOf(Decision.Bury.class);
        assertThat(pair.with(missing(link, true)).decide())
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.reason()).isEqualTo("never-found"));
    }

    /// A link whose event was not found a while ago.
    private static Link missing(Link link, boolean unread) {
        Link.End end = link.app();
        return link.with(
                Side.APP,
                new Link.End(
                        end.record(),
                        end.base().map(base -> base.asUnread(unread)),
                        end.lastVersion(),
                        Optional.of(Pair.NOW.minus(Pair.GAP))));
    }

    @Test
    void s11_oneFieldThatDoesNotFitHoldsItsOwnGroupAlone() {
        Pair pair =
                Pair.linked("title=T phone=1", "title=A phone=1234567890123", "title=T phone=1");

        assertThat(written(pair, TestFlow.TITLE, Side.APP)).isEqualTo(members("TITLE", "A"));
        assertThat(verdicts(pair).get(TestFlow.PHONE))
                .isInstanceOfSatisfying(
                        Verdict.Bad.class,
                        bad -> {
                            assertThat(bad.pointer()).isEqualTo("/PHONE");
                            assertThat(bad.sentence()).isEqualTo("It is too long.");
                        });
    }

    @ParameterizedTest(name = "{0} after {1}")
    @CsvSource({
        "2026-03-02T12:00:00.100Z, 2026-03-02T12:00:00.600Z",
        "2026-03-02T12:00:00.600Z, 2026-03-02T12:00:00.100Z"
    })
    void s16_halfASecondDoesNotTellWhoWasLast(String acme, String app) {
        Pair pair =
                Pair.linked("title=T", "title=X changed=" + acme, "title=Y changed=" + app)
                        .with(TestFlow.USUAL.with(Policy.NEWEST));

        assertThat(verdicts(pair).get(TestFlow.TITLE))
                .isInstanceOfSatisfying(
                        Verdict.Conflict.class,
                        conflict -> {
                            assertThat(conflict.acme()).isEqualTo("X");
                            assertThat(conflict.app()).isEqualTo("Y");
                            assertThat(conflict.base()).isEqualTo("T");
                        });
    }

    @Test
    void s17_aClearedValueCrossesAnAbsentOneClearsNothingAndAOneWayFieldIsLeftToItsOwner() {
        Pair cleared = Pair.linked("title=T phone=1", "title=T phone=1", "title=- phone=2");
        Pair absent = Pair.linked("title=T phone=1", "title=T phone=1", "phone=2");

        assertThat(written(cleared, TestFlow.TITLE, Side.ACME)).isEqualTo(members("title", "-"));
        assertThat(verdicts(cleared).get(TestFlow.PHONE)).isInstanceOf(Verdict.Same.class);
        assertThat(verdicts(absent))
                .allSatisfy((_, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Same.class));
    }

    @Test
    void s18_fieldsThatNoGroupReadsAreNoChange() {
        Value.Obj wider =
                Values.merge(
                        Pair.state(Side.ACME, "title=T status=s").record(),
                        new Value.Obj(Map.of("f1", Value.of(0), "f2", Value.of(true))));
        Pair pair = Pair.linked("title=T status=s", "title=T status=s", "title=T status=s");
        Pair grown =
                new Pair(
                        pair.flow(),
                        pair.link(),
                        new Sight.Present(State.of(wider)),
                        pair.app(),
                        pair.parking(),
                        pair.reference(),
                        pair.twin(),
                        pair.candidates());

        assertThat(verdicts(grown))
                .allSatisfy((_, verdict) -> assertThat(verdict).isInstanceOf(Verdict.Same.class));
    }

    @Test
    void s18_aMappedFieldThatAppearsIsLearntAndNotWritten() {
        Pair pair = Pair.linked("title=T", "title=T status=new", "title=T status=new");

        assertThat(verdicts(pair))
                .allSatisfy(
                        (_, verdict) ->
                                assertThat(verdict)
                                        .isInstanceOfAny(Verdict.Same.class, Verdict.Agreed.class));
    }

    /// A user changed the name while our phone number was on its way, and a trigger then changed
    /// another field under our name: what differs from the base crosses, whoever is said to have
    /// done it.
    @Test
    void s20_whatDiffersFromTheBaseCrossesWhoeverIsSaidToHaveWrittenIt() {
        Pair pair =
                Pair.linked(
                        "title=T status=s tags=a",
                        "title=N status=region tags=a",
                        "title=T status=s tags=a");

        assertThat(written(pair, STATUS, Side.APP)).isEqualTo(members("STATUS", "region"));
        assertThat(written(pair, TestFlow.TITLE, Side.APP)).isEqualTo(members("TITLE", "N"));
    }

    // ---- Words of these cases

    /// A link whose sides agreed although each holds its own spelling of it.
    private record Apart(Link link) {

        Pair with(String acme, String app) {
            return Pair.linked("", acme, app).with(link);
        }
    }

    private static Apart keptApart(String acme, String app) {
        Link link = Pair.linked("", "", "").link().orElseThrow();
        return new Apart(
                link.with(Side.ACME, Pair.end("a1", Base.of(Pair.state(Side.ACME, acme))))
                        .with(Side.APP, Pair.end("e1", Base.of(Pair.state(Side.APP, app)))));
    }

    private static Map<GroupName, Verdict> verdicts(Pair pair) {
        if (pair.decide() instanceof Decision.Merge merge) {
            return merge.verdicts();
        }
        throw new AssertionError("not merged: " + pair.decide());
    }

    private static Value.Obj written(Pair pair, GroupName group, Side target) {
        if (verdicts(pair).get(group) instanceof Verdict.Write write && write.target() == target) {
            return write.members();
        }
        throw new AssertionError("not written to " + target + ": " + verdicts(pair).get(group));
    }

    private static Value.Obj members(String... namesAndTexts) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            String text = namesAndTexts[i + 1];
            members.put(namesAndTexts[i], text.equals("-") ? Value.NULL : Value.of(text));
        }
        return new Value.Obj(members);
    }

    private static Situation.Candidate candidate(String id, boolean linked) {
        return new Situation.Candidate(
                new RecordRef(new ResourceName("app", "thing"), id),
                Pair.state(Side.APP, "title=T"),
                linked,
                linked);
    }
}
