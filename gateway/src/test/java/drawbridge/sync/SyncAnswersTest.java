package drawbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import drawbridge.mapping.Flow.InDoubt;
import drawbridge.mapping.Flow.OnDelete;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Decision.Bury;
import drawbridge.sync.Decision.Merge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The specification of every decision that rests on what a system or a person answered, or did not
/// answer, besides the two records: case by case, as in [SyncTest].
class SyncAnswersTest {

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"writes", "creates", "marks", "survivals", "many", "refusals"})
    void decides(
            String number,
            String situation,
            Supplier<Decision> deciding,
            String decision,
            String sentence) {
        Decision decided = deciding.get();

        assertThat(Told.text(decided)).as(situation).isEqualTo(decision);
        assertThat(Told.sentences(decided)).as(situation).contains(sentence);
    }

    /// Acme's title was changed from T to A, and the write of it to the app was not answered.
    static Stream<Arguments> writes() {
        Unanswered write = wrote("title=T status=s", "title=A status=s", "title");
        return Stream.of(
                row(
                        "W01",
                        "the app holds what was sent",
                        after("title=T status=s", "title=A status=s", "title=A status=s", write),
                        "merge title agreed",
                        "An unanswered call turned out to have been carried out."),
                row(
                        "W02",
                        "the app holds the very record that was there before",
                        after("title=T status=s", "title=A status=s", "title=T status=s", write),
                        "merge title→app{TITLE=A}",
                        "Only Acme changed the title"),
                row(
                        "W03",
                        "the app holds what was sent, and Acme's users went on from there",
                        after("title=T status=s", "title=B status=s", "title=A status=s", write),
                        "merge title→app{TITLE=B}",
                        "Only Acme changed the title"),
                row(
                        "W04",
                        "the app holds what was sent, and its users went on elsewhere",
                        after("title=T status=s", "title=A status=s", "title=A status=p", write),
                        "merge title agreed status→acme{status=p}",
                        "Only the app changed the status"),
                row(
                        "W05",
                        "the app holds the old title in a record that moved",
                        after("title=T status=s", "title=A status=s", "title=T status=p", write),
                        "merge title conflict(not known|A|T) status→acme{status=p}",
                        "whether the title was put back there is not known"),
                row(
                        "W06",
                        "the old title in a record that moved, which Acme has again too",
                        after("title=T status=s", "title=T status=s", "title=T status=p", write),
                        "merge status→acme{status=p}",
                        "Only the app changed the status"),
                row(
                        "W07",
                        "the app holds another title",
                        after("title=T status=s", "title=A status=s", "title=X status=s", write),
                        "merge title conflict(not known|A|X)",
                        "whether upon our value or instead of it is not known"),
                row(
                        "W08",
                        "the app holds what it may have made of the title that was sent",
                        after(
                                "title=T",
                                "title=ABC",
                                "title=AB",
                                wrote("title=T", "title=ABC", "title")),
                        "merge title conflict(not known|ABC|AB)",
                        "may be what the system made of our value, or somebody's edit"),
                row(
                        "W09",
                        "another title, and both say the same",
                        after("title=T status=s", "title=X status=s", "title=X status=s", write),
                        "merge title agreed",
                        "Both sides say the same title by now."),
                row(
                        "W10",
                        "another title, and a person kept Acme's",
                        () ->
                                decided(
                                        Pair.linked("title=T", "title=A", "title=X")
                                                .decided(TestFlow.TITLE, Side.ACME),
                                        wrote("title=T", "title=A", "title")),
                        "merge title→app{TITLE=A} loses X",
                        "A person kept what Acme"),
                row(
                        "W11",
                        "another value of what crosses to the app alone",
                        after(
                                "phone=1",
                                "phone=3",
                                "phone=2",
                                wrote("phone=1", "phone=3", "phone")),
                        "merge phone→app{PHONE=3}",
                        "Only Acme changed the phone"),
                row(
                        "W12",
                        "what was sent is there, and Acme's record is gone by now",
                        after("title=T status=s", "gone", "title=A status=s", write),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "W13",
                        "the old title in a record that moved, and Acme's is gone by now",
                        after("title=T status=s", "gone", "title=T status=cancelled", write),
                        "hold deleted-against-edited",
                        "a person decides"),
                row(
                        "W14",
                        "the app's record is gone by now",
                        after("title=T status=s", "title=T status=s", "gone", write),
                        "bury app{status=cancelled}",
                        "its partner in Acme is cancelled"));
    }

    /// A create in the app was not answered, and the record was found.
    static Stream<Arguments> creates() {
        Unanswered create = new Unanswered.Create(Side.APP);
        return Stream.of(
                row(
                        "W21",
                        "as it was sent",
                        () -> decided(made("title=ABC", "title=ABC", "title=ABC"), create),
                        "merge",
                        "Neither side"),
                row(
                        "W22",
                        "as the app may have made it of what was sent",
                        () -> decided(made("title=ABC", "title=ABC", "title=AB"), create),
                        "merge title conflict(not known|ABC|AB)",
                        "may be what the system made of our value, or somebody's edit"),
                row(
                        "W23",
                        "with a title that somebody gave it since",
                        () -> decided(made("title=ABC", "title=ABC", "title=X"), create),
                        "merge title→acme{title=X}",
                        "Only the app changed the title"),
                row(
                        "W24",
                        "and Acme's is gone by now",
                        () -> decided(made("title=ABC", "gone", "title=ABC"), create),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "W25",
                        "a create is to be sent once more, and the target can tell of none",
                        () -> again(InDoubt.HOLD, true, false),
                        "hold create-in-doubt",
                        "a person looks there, and replays it if there is none"),
                row(
                        "W26",
                        "a person said that there is none",
                        () -> again(InDoubt.HOLD, true, true),
                        "create app{TITLE=T}",
                        "one is made in the app"),
                row(
                        "W27",
                        "the flow says that it is sent again",
                        () -> again(InDoubt.CREATE_AGAIN, true, false),
                        "create app{TITLE=T}",
                        "one is made in the app"));
    }

    /// Acme's record was deleted, and the call that marks the app's was not answered.
    static Stream<Arguments> marks() {
        Unanswered mark =
                new Unanswered.Mark(
                        Side.APP,
                        Optional.of(
                                Sent.mark(
                                        Pair.state(Side.APP, "status=s"),
                                        Pair.state(Side.APP, "status=cancelled").record(),
                                        Set.of(new GroupName("status")))),
                        Pair.NOW.minus(Duration.ofMinutes(5)));
        Unanswered delete = new Unanswered.Delete(Side.APP, Pair.NOW.minus(Duration.ofMinutes(5)));
        Unanswered unmark = wrote("title=T status=cancelled", "title=T status=s", "status");
        return Stream.of(
                row(
                        "W31",
                        "the mark stands",
                        after("status=s", "gone", "status=cancelled", mark),
                        "bury acme",
                        "an unanswered call turned out to have told its partner in the app so"),
                row(
                        "W32",
                        "the mark stands, and somebody changed the record besides",
                        after("title=T status=s", "gone", "title=P status=cancelled", mark),
                        "bury acme",
                        "an unanswered call turned out to have told its partner in the app so"),
                row(
                        "W33",
                        "the record is as it was",
                        after("status=s", "gone", "status=s", mark),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "W34",
                        "no mark, in a record that moved",
                        after("status=s", "gone", "status=s changed=2026-03-02", mark),
                        "hold deleted-against-edited",
                        "a person decides"),
                row(
                        "W35",
                        "the mark stands, and Acme has the record again",
                        after("status=s", "status=s", "status=cancelled", mark),
                        "revive acme status→app{STATUS=s}",
                        "Acme has the record again"),
                row(
                        "W36",
                        "no mark, and Acme has the record again",
                        after("status=s", "status=s", "status=s", mark),
                        "merge",
                        "Neither side"),
                row(
                        "W37",
                        "the mark was being taken away without an answer, and the app's is gone by"
                                + " now",
                        () -> decided(buried("title=T status=s", "gone"), unmark),
                        "bury app{status=cancelled}",
                        "its partner in Acme is cancelled"),
                row(
                        "W38",
                        "the mark was being taken away without an answer, and stands",
                        () ->
                                decided(
                                        buried("title=T status=s", "title=T status=cancelled"),
                                        unmark),
                        "revive acme status→app{STATUS=s}",
                        "Acme has the record again"),
                row(
                        "W39",
                        "the app's record was being deleted without an answer, is gone, and Acme has"
                                + " its own again",
                        after("title=T status=s", "title=T status=s", "gone", delete),
                        "remake app {TITLE=T,STATUS=s}",
                        "its partner in the app is made anew"),
                row(
                        "W40",
                        "the app's record was being deleted without an answer, and both are gone",
                        after("title=T status=s", "gone", "gone", delete),
                        "bury acme",
                        "Both records are gone"),
                row(
                        "W41",
                        "the mark stands, the other direction knows of it already, and Acme has the"
                                + " record again with another status",
                        () ->
                                decided(
                                        Pair.linked(
                                                        "title=T status=s",
                                                        "title=T status=x",
                                                        "title=T status=cancelled")
                                                .leftAs(Side.APP, "title=T status=cancelled")
                                                .missingSince(Side.ACME, Duration.ofDays(1))
                                                .with(Link.Life.TOMBSTONE),
                                        mark),
                        "revive acme status→app{STATUS=x}",
                        "Acme has the record again"),
                row(
                        "W42",
                        "the mark stands, and a person keeps the app's record after all",
                        () ->
                                decided(
                                        Pair.linked(
                                                        "title=T status=s",
                                                        "gone",
                                                        "title=T status=deleted")
                                                .with(TestFlow.USUAL.with(OnDelete.SOFT))
                                                .with(
                                                        new Parking(
                                                                Set.of(),
                                                                Map.of(),
                                                                Optional.of(Side.APP))),
                                        new Unanswered.Mark(
                                                Side.APP,
                                                Optional.of(
                                                        Sent.mark(
                                                                Pair.state(
                                                                        Side.APP,
                                                                        "title=T status=x"),
                                                                Pair.state(
                                                                                Side.APP,
                                                                                "status=deleted")
                                                                        .record(),
                                                                Set.of(new GroupName("status")))),
                                                Pair.NOW.minus(Duration.ofMinutes(5)))),
                        "remake acme {title=T,status=x}",
                        "A person kept the record that is left"));
    }

    /// Acme's record is gone, and was looked for there as another one.
    static Stream<Arguments> survivals() {
        Pair gone = Pair.linked("title=T status=s", "gone", "title=T status=s");
        return Stream.of(
                row(
                        "L01",
                        "nothing is found",
                        () -> lookedFor(gone, List.of(), List.of()),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "L02",
                        "it lives on under another id",
                        () -> lookedFor(gone, List.of("a2"), List.of()),
                        "move acme a2",
                        "Its record lives on as acme.thing a2: the link moves there."),
                row(
                        "L03",
                        "two records may be what became of it",
                        () -> lookedFor(gone, List.of("a2", "a3"), List.of()),
                        "hold several-matches",
                        "several records may be what became of it: a person decides"),
                row(
                        "L04",
                        "it became part of a record that has a partner",
                        () -> lookedFor(gone, List.of(), List.of("a2")),
                        "hold merged",
                        "It became part of acme.thing a2, which has a partner of its own"),
                row(
                        "L05",
                        "it became part of another one, and a person decided that it is deleted",
                        () ->
                                lookedFor(
                                        gone.with(
                                                new Parking(
                                                        Set.of(),
                                                        Map.of(),
                                                        Optional.of(Side.ACME))),
                                        List.of(),
                                        List.of("a2")),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "L06",
                        "it became part of another one, and its partner is gone too",
                        () ->
                                lookedFor(
                                        Pair.linked("title=T", "gone", "gone"),
                                        List.of(),
                                        List.of("a2")),
                        "bury acme",
                        "Both records are gone"),
                row(
                        "L07",
                        "it waits for its origin, and no create answers for that",
                        () -> stray("title=T"),
                        "hold stray-reference",
                        "no create answers for"),
                row(
                        "L08",
                        "it is gone, waited for its origin, and no create answers for that",
                        () -> stray("gone"),
                        "leave gone",
                        "nothing is to be done"));
    }

    /// There are too many deletes at once, and what a person says.
    static Stream<Arguments> many() {
        Pair gone = Pair.linked("status=s", "gone", "status=s");
        Parking kept = new Parking(Set.of(), Map.of(), Optional.of(Side.ACME));
        return Stream.of(
                row(
                        "G01",
                        "it is one of them",
                        () -> stopped(gone),
                        "hold mass-delete",
                        "nothing is carried out until a person approves them"),
                row(
                        "G02",
                        "a person decided about this very record",
                        () -> stopped(gone.with(kept)),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "G03",
                        "nothing was deleted: it repeats by now",
                        () ->
                                stopped(
                                        Pair.linked("status=s", "status=s repeats=x", "status=s")
                                                .with(TestFlow.USUAL.with(OnDelete.HARD))),
                        "bury acme delete",
                        "its occurrences take the place"),
                row(
                        "G04",
                        "a person rejected them",
                        () -> Deleting.spared((Bury) gone.decide()),
                        "bury acme",
                        "A person rejected the delete: the record that is left goes its own way."));
    }

    /// A write was answered, or refused because the target had moved on.
    static Stream<Arguments> refusals() {
        Pair changed = Pair.linked("title=T status=s", "title=A status=s", "title=T status=p");
        return Stream.of(
                row(
                        "R01",
                        "the answer shows what was written",
                        () -> answered(changed, "title=A status=p"),
                        "merge title→app{TITLE=A} status→acme{status=p}",
                        "Only Acme changed the title"),
                row(
                        "R02",
                        "the answer still shows the old value",
                        () -> answered(changed, "title=T status=p"),
                        "merge title conflict(T|A|T) status→acme{status=p}",
                        "the answer still shows the old value: it was not taken"),
                row(
                        "R03",
                        "the answer shows a third value",
                        () -> answered(changed, "title=AX status=p"),
                        "merge title→app{TITLE=A} status→acme{status=p}",
                        "Only Acme changed the title"),
                row(
                        "R04",
                        "the record changed five times while it was to be written",
                        () -> Restless.merge((Merge) changed.decide(), Side.APP),
                        "merge title conflict(||) status→acme{status=p}",
                        "The record changed 5 times while it was to be written"),
                row(
                        "R05",
                        "the record changed each time that its delete was to be carried out",
                        Restless::delete,
                        "hold restless",
                        "a person decides"),
                row(
                        "R06",
                        "a strong key of the record that is to be made belongs to another link",
                        Making::kept,
                        "hold match-is-linked",
                        "A record with the same key is linked already"));
    }

    @Test
    void aPersonIsAskedOnceTheRecordMovedOnFiveTimes() {
        assertThat(Restless.is(4)).isFalse();
        assertThat(Restless.is(5)).isTrue();
    }

    @Test
    void whatChangedBesidesOurWriteIsNamedGroupByGroup() {
        Pair pair = Pair.linked("title=T status=s", "title=A status=s", "title=T status=s");

        Set<GroupName> moved =
                new Answered(
                                pair.situation(),
                                Side.APP,
                                Pair.state(Side.APP, "title=A status=p phone=1"))
                        .movedBesides(((Merge) pair.decide()).verdicts());

        assertThat(moved).containsExactly(new GroupName("status"));
    }

    @Test
    void aWriteThatArrivedMovesBothBasesOfItsGroupAndNoOther() {
        Pair pair = Pair.linked("title=T status=s", "title=B status=s", "title=A status=p");

        Link link =
                Sync.decide(
                                pair.situation(),
                                Optional.of(wrote("title=T status=s", "title=A status=s", "title")))
                        .situation()
                        .link()
                        .orElseThrow();

        Base acme = link.end(Side.ACME).base().orElseThrow();
        Base app = link.end(Side.APP).base().orElseThrow();
        assertThat(acme.of(TestFlow.TITLE)).isEqualTo(Pair.state(Side.ACME, "title=A status=s"));
        assertThat(app.of(TestFlow.TITLE)).isEqualTo(Pair.state(Side.APP, "title=A status=p"));
        assertThat(app.of(new GroupName("status")))
                .isEqualTo(Pair.state(Side.APP, "title=T status=s"));
    }

    @Test
    void aTombstoneKnowsWhoseRecordIsGoneAndWhatTheDeleteMadeOfTheOther() {
        Pair pair = Pair.linked("title=T status=s", "gone", "title=P status=s");
        State marked = Pair.state(Side.APP, "title=P status=cancelled");

        Link link = Burying.buried(pair.situation(), bury(Side.ACME), Optional.of(marked), true);

        assertThat(link.life()).isEqualTo(Link.Life.TOMBSTONE);
        assertThat(link.end(Side.ACME).missingSince()).contains(Pair.NOW);
        assertThat(link.end(Side.APP).missingSince()).isEmpty();
        Base app = link.end(Side.APP).base().orElseThrow();
        assertThat(app.of(new GroupName("status"))).isEqualTo(marked);
        assertThat(app.of(TestFlow.TITLE))
                .as("what a user changed stays an edit")
                .isEqualTo(Pair.state(Side.APP, "title=T status=s"));
    }

    @Test
    void ofTwoThatAreGonePeopleDeletedTheOneWhoseDeleteWeWereCarrying() {
        Pair both = Pair.linked("title=T", "gone", "gone");
        Pair one = Pair.linked("title=T", "title=T", "gone");

        assertThat(Burying.deleted(both.situation(), bury(Side.ACME), Optional.of(Side.ACME)))
                .isEqualTo(Side.APP);
        assertThat(Burying.deleted(both.situation(), bury(Side.ACME), Optional.empty()))
                .isEqualTo(Side.ACME);
        assertThat(Burying.deleted(one.situation(), bury(Side.APP), Optional.of(Side.APP)))
                .as("Acme's is there")
                .isEqualTo(Side.APP);
    }

    @Test
    void aLinkThatMovesKeepsWhatBothAgreedOnAndWritesWhatCrossesOneWayOnceMore() {
        Pair pair =
                Pair.linked("title=T phone=1", "title=T phone=1", "gone")
                        .missingSince(Side.APP, Duration.ofMinutes(1));
        Decision.Move move =
                new Decision.Move(
                        Side.APP, new RecordRef(new ResourceName("app", "thing"), "e2"), "moved");

        Link link = Burying.moved(pair.situation(), move);

        assertThat(link.end(Side.APP).record()).contains("e2");
        assertThat(link.end(Side.APP).missingSince()).isEmpty();
        assertThat(link.end(Side.APP).base().orElseThrow().of(TestFlow.TITLE))
                .isEqualTo(Pair.state(Side.APP, "title=T phone=1"));
        Base acme = link.end(Side.ACME).base().orElseThrow();
        assertThat(acme.of(TestFlow.TITLE)).isEqualTo(Pair.state(Side.ACME, "title=T phone=1"));
        assertThat(acme.of(TestFlow.PHONE)).isEqualTo(State.of(Value.Obj.EMPTY));
    }

    private static Bury bury(Side gone) {
        return new Bury(gone, new Decision.Last.Nothing(), "deleted", "It was deleted.");
    }

    // ---- Situations

    /// An unanswered write to the app.
    ///
    /// @param before what the app held
    /// @param source what Acme held, of which `groups` were sent
    private static Unanswered wrote(String before, String source, String... groups) {
        List<String> sent = Arrays.asList(groups);
        String members =
                Arrays.stream(source.split(" ", -1))
                        .filter(part -> sent.contains(part.split("=", -1)[0]))
                        .collect(Collectors.joining(" "));
        return new Unanswered.Update(
                Side.APP,
                new Sent(
                        Pair.state(Side.APP, before),
                        Pair.state(Side.ACME, source),
                        Pair.state(Side.APP, members).record(),
                        sent.stream().map(GroupName::new).collect(Collectors.toSet()),
                        Map.of()),
                true);
    }

    private static Supplier<Decision> after(String base, String acme, String app, Unanswered call) {
        return () -> decided(Pair.linked(base, acme, app), call);
    }

    private static Decision decided(Pair pair, Unanswered call) {
        return Sync.decide(pair.situation(), Optional.of(call)).decision();
    }

    /// A partner that was found: the app's base is what the create sent.
    private static Pair made(String sent, String acme, String app) {
        Pair pair = Pair.linked(sent, acme, app);
        Link link = pair.link().orElseThrow();
        State was = Pair.state(Side.APP, sent);
        Base base =
                new Base(
                        Pair.state(Side.APP, app),
                        Map.of(TestFlow.TITLE, was, new GroupName("status"), was));
        return pair.with(link.with(Side.APP, Pair.end("e1", base)));
    }

    private static Pair buried(String base, String app) {
        return Pair.linked(base, base, app)
                .leftAs(Side.APP, base.replace("status=s", "status=cancelled"))
                .missingSince(Side.ACME, Duration.ofDays(1))
                .with(Link.Life.TOMBSTONE);
    }

    private static Decision again(InDoubt policy, boolean open, boolean answered) {
        Pair pair = Pair.alone("title=T").with(TestFlow.USUAL.with(policy));
        return Making.needsPerson(pair.flow(), Side.APP, open, !answered, answered)
                ? Making.inDoubt()
                : pair.decide();
    }

    private static Decision lookedFor(Pair pair, List<String> free, List<String> linked) {
        Optional<Decision> found =
                LivesOn.mayBeMerged(pair.situation(), Side.ACME)
                        ? LivesOn.decide(
                                        Side.ACME,
                                        new LivesOn.Found(records(free), records(linked)))
                                .map(Decision.class::cast)
                        : Optional.empty();
        return found.orElseGet(pair::decide);
    }

    private static List<RecordRef> records(List<String> ids) {
        return ids.stream()
                .map(id -> new RecordRef(new ResourceName("acme", "thing"), id))
                .toList();
    }

    private static Decision stray(String acme) {
        return Sync.stray(Pair.alone(acme).situation())
                .map(Decision.class::cast)
                .orElseGet(Sync::gone);
    }

    private static Decision stopped(Pair pair) {
        return Deleting.mayBeOneOfMany(pair.situation(), Side.ACME)
                ? Deleting.stopped()
                : pair.decide();
    }

    private static Decision answered(Pair pair, String answer) {
        Merge merge = (Merge) pair.decide();
        SequencedMap<GroupName, Verdict> verdicts = new LinkedHashMap<>(merge.verdicts());
        verdicts.putAll(
                new Answered(pair.situation(), Side.APP, Pair.state(Side.APP, answer))
                        .notTaken(verdicts));
        return new Merge(verdicts, merge.sentence());
    }

    private static Arguments row(
            String number,
            String situation,
            Supplier<Decision> deciding,
            String decision,
            String sentence) {
        return arguments(number, situation, deciding, decision, sentence);
    }
}
