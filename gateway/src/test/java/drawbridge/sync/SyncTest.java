package drawbridge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import drawbridge.mapping.Flow.NoMatch;
import drawbridge.mapping.Flow.OnDelete;
import drawbridge.mapping.Flow.OnMappingChange;
import drawbridge.mapping.Flow.OneMatch;
import drawbridge.mapping.Flow.Policy;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The specification of every decision, case by case: situation → decision → sentence.
class SyncTest {

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({"merges", "filters", "remaps", "deletes", "unlinked", "series"})
    void decides(String number, String situation, Pair pair, String decision, String sentence) {
        Decision decided = pair.decide();

        assertThat(Told.text(decided)).as(situation).isEqualTo(decision);
        assertThat(decided.sentence()).as(situation).contains(sentence);
    }

    static Stream<Arguments> merges() {
        String base = "title=T start=9 minutes=30";
        return Stream.of(
                row(
                        "M01",
                        "nobody changed it",
                        Pair.linked(base, base, base),
                        "merge",
                        "Neither side"),
                row(
                        "M02",
                        "only Acme changed the title",
                        Pair.linked("title=T", "title=A", "title=T"),
                        "merge title→app{TITLE=A}",
                        "Only Acme changed the title: it is written to the app."),
                row(
                        "M03",
                        "only the app changed the title",
                        Pair.linked("title=T", "title=T", "title=P"),
                        "merge title→acme{title=P}",
                        "Only the app changed the title: it is written to Acme."),
                row(
                        "M04",
                        "both changed it to the same",
                        Pair.linked("title=T", "title=N", "title=N"),
                        "merge title agreed",
                        "Both sides say the same title by now."),
                row(
                        "M05",
                        "both changed it to the same but for white space",
                        Pair.linked("title=T", "title=N_", "title=_N"),
                        "merge title agreed",
                        "the same"),
                row(
                        "M06",
                        "both changed it differently",
                        Pair.linked("title=T", "title=A", "title=P"),
                        "merge title conflict(T|A|P)",
                        "The title was changed on both sides, differently: a person decides."),
                row(
                        "M07",
                        "both changed different groups",
                        Pair.linked("title=T status=s", "title=A status=s", "title=T status=p"),
                        "merge title→app{TITLE=A} status→acme{status=p}",
                        "Only"),
                row(
                        "M08",
                        "a conflict of one group lets the other flow",
                        Pair.linked("title=T status=s", "title=A status=a", "title=P status=s"),
                        "merge title conflict(T|A|P) status→app{STATUS=a}",
                        "a person decides"),
                row(
                        "M09",
                        "both changed it and Acme's policy wins",
                        Pair.linked("title=T", "title=A", "title=P")
                                .with(TestFlow.USUAL.with(Policy.ACME)),
                        "merge title→app{TITLE=A} loses P",
                        "By its policy"),
                row(
                        "M10",
                        "both changed it and the app's policy wins",
                        Pair.linked("title=T", "title=A", "title=P")
                                .with(TestFlow.USUAL.with(Policy.APP)),
                        "merge title→acme{title=P} loses A",
                        "By its policy"),
                row(
                        "M11",
                        "start and length are one group",
                        Pair.linked(
                                "start=9 minutes=30", "start=8 minutes=30", "start=9 minutes=45"),
                        "merge time conflict(9 30|8 30|9 45)",
                        "The time was changed on both sides, differently: a person decides."),
                row(
                        "M12",
                        "what the system rewrote is its own base and no edit",
                        Pair.linked("title=T", "title=T", "title=_T_"),
                        "merge",
                        "Neither side"),
                row(
                        "M13",
                        "the sink of a one-way group changed",
                        Pair.linked("phone=1", "phone=1", "phone=2"),
                        "merge",
                        "Neither side"),
                row(
                        "M14",
                        "both sides of a one-way group changed",
                        Pair.linked("phone=1", "phone=3", "phone=2"),
                        "merge phone→app{PHONE=3}",
                        "Only Acme"),
                row(
                        "M15",
                        "a cleared value crosses",
                        Pair.linked("title=T", "title=-", "title=T"),
                        "merge title→app{TITLE=-}",
                        "Only Acme"),
                row(
                        "M16",
                        "an absent value clears nothing",
                        Pair.linked("title=T", "", "title=T"),
                        "merge",
                        "Neither side"),
                row(
                        "M17",
                        "a field that the base never knew is learnt",
                        Pair.linked("", "title=A", "title=P"),
                        "merge",
                        "Neither side"),
                row(
                        "M18",
                        "a value that the target cannot hold",
                        Pair.linked("title=T", "title=ABCDEFGHIJ", "title=T"),
                        "merge title bad(/TITLE)",
                        "It is too long."),
                row(
                        "M19",
                        "a value that cannot be read",
                        Pair.linked("title=T status=s", "title=? status=a", "title=T status=s"),
                        "merge title bad(/title) status→app{STATUS=a}",
                        "It is no text."),
                row(
                        "M20",
                        "the new owner has no partner yet",
                        Pair.linked("owner=u1 title=T", "owner=u2 title=A", "owner=u1 title=T"),
                        "merge title→app{TITLE=A} owner waits",
                        "no partner yet: it waits"),
                row(
                        "M21",
                        "a parked conflict about which nothing is new",
                        Pair.linked("title=T", "title=A", "title=P").parkedAsSeen(TestFlow.TITLE),
                        "merge title parked",
                        "Nothing is new"),
                row(
                        "M22",
                        "a person kept Acme's",
                        Pair.linked("title=T", "title=A", "title=P")
                                .decided(TestFlow.TITLE, Side.ACME),
                        "merge title→app{TITLE=A} loses P",
                        "A person kept what Acme"),
                row(
                        "M23",
                        "a person kept the app's",
                        Pair.linked("title=T", "title=A", "title=P")
                                .decided(TestFlow.TITLE, Side.APP),
                        "merge title→acme{title=P} loses A",
                        "A person kept what the app"),
                row(
                        "M39",
                        "a person kept Acme's, and the app was edited after that",
                        Pair.linked("title=T", "title=A", "title=Q")
                                .decided(
                                        TestFlow.TITLE,
                                        Side.ACME,
                                        Pair.sight(Side.ACME, "title=A"),
                                        Pair.sight(Side.APP, "title=P")),
                        "merge title conflict(T|A|Q)",
                        "after a person had kept what Acme says"),
                row(
                        "M41",
                        "a person kept the app's, which is what both had, and Acme was edited after that",
                        Pair.linked("title=T", "title=B", "title=T")
                                .decided(
                                        TestFlow.TITLE,
                                        Side.APP,
                                        Pair.sight(Side.ACME, "title=A"),
                                        Pair.sight(Side.APP, "title=T")),
                        "merge title→app{TITLE=B}",
                        "Only Acme"),
                row(
                        "M40",
                        "a person kept Acme's, and Acme was edited after that",
                        Pair.linked("title=T", "title=B", "title=P")
                                .decided(
                                        TestFlow.TITLE,
                                        Side.ACME,
                                        Pair.sight(Side.ACME, "title=A"),
                                        Pair.sight(Side.APP, "title=P")),
                        "merge title→app{TITLE=B} loses P",
                        "A person kept what Acme"),
                row(
                        "M24",
                        "a conflict that ceased to exist",
                        Pair.linked("title=T", "title=P", "title=P")
                                .with(
                                        new Parking(
                                                Set.of(TestFlow.TITLE),
                                                Map.of(),
                                                Optional.empty())),
                        "merge title agreed",
                        "the same"),
                row(
                        "M25",
                        "both changed it, the newest counts, and Acme was last",
                        Pair.linked("title=T", "title=A " + at(5), "title=P " + at(0))
                                .with(TestFlow.USUAL.with(Policy.NEWEST)),
                        "merge title→app{TITLE=A} loses P",
                        "Later, Acme changed the title"),
                row(
                        "M26",
                        "both changed it, the newest counts, and the clocks may be off by the gap",
                        Pair.linked("title=T", "title=A " + at(4), "title=P " + at(0))
                                .with(TestFlow.USUAL.with(Policy.NEWEST)),
                        "merge title conflict(T|A|P)",
                        "the times do not tell which came last"),
                row(
                        "M27",
                        "both changed it, the newest counts, and one side tells no time",
                        Pair.linked("title=T", "title=A " + at(5), "title=P")
                                .with(TestFlow.USUAL.with(Policy.NEWEST)),
                        "merge title conflict(T|A|P)",
                        "the times do not tell which came last"),
                row(
                        "M28",
                        "both changed it, the newest counts, and the last edit may be of another group",
                        Pair.linked(
                                        "title=T status=s",
                                        "title=A status=a " + at(5),
                                        "title=P status=s " + at(0))
                                .with(TestFlow.USUAL.with(Policy.NEWEST)),
                        "merge title conflict(T|A|P) status→app{STATUS=a}",
                        "the times do not tell which came last"),
                row(
                        "M37",
                        "both changed it, the newest counts, and the later time is of our own write",
                        Pair.linked("title=T " + at(5), "title=A " + at(5), "title=P " + at(0))
                                .with(TestFlow.USUAL.with(Policy.NEWEST)),
                        "merge title conflict(T|A|P)",
                        "the times do not tell which came last"),
                row(
                        "M29",
                        "both changed a set: what either added is in, what either took away is out",
                        Pair.linked("tags=a+b", "tags=a+b+c", "tags=b+d"),
                        "merge tags→app{TAGS=b+c+d} first",
                        "what they say together is written to the app"),
                row(
                        "M30",
                        "a set of which the app holds all by now",
                        Pair.linked("tags=a+b", "tags=a+b+c", "tags=b+c+d"),
                        "merge tags→acme{tags=b+c+d}",
                        "what they say together is written to Acme"),
                row(
                        "M31",
                        "a set that only one side changed",
                        Pair.linked("tags=a+b", "tags=b", "tags=a+b"),
                        "merge tags→app{TAGS=b}",
                        "Only Acme"),
                row(
                        "M32",
                        "our own writes went to and fro between two values",
                        Pair.linked("title=B", "title=A", "title=B")
                                .with(trail("app B", "acme A", "app B")),
                        "merge title conflict(B|A|B)",
                        "to and fro between the same two values: a person decides"),
                row(
                        "M33",
                        "three times it changed by itself right after it was written",
                        Pair.linked("title=3", "title=3", "title=4")
                                .with(trail("acme 1", "app 2", "acme 3")),
                        "merge title→acme{title=4}",
                        "Only the app"),
                row(
                        "M34",
                        "three times it changed by itself, on either side in turn",
                        Pair.linked("title=3", "title=3", "title=4")
                                .with(trail("app 1", "acme 2", "app 3")),
                        "merge title conflict(3|3|4)",
                        "changed three times, on one side after the other"),
                row(
                        "M38",
                        "both sides in turn, but it is twice the same value that goes both ways",
                        Pair.linked("title=3", "title=3", "title=4")
                                .with(trail("app 1", "acme 1", "app 3")),
                        "merge title→acme{title=4}",
                        "Only the app"),
                row(
                        "M36",
                        "what was written twice did not stay",
                        Pair.linked("title=B", "title=A", "title=B").with(trail("app A", "app A")),
                        "merge title conflict(B|A|B)",
                        "was written twice and did not stay"),
                row(
                        "M42",
                        "a person puts back what the app said before it lost",
                        Pair.linked("title=A", "title=A", "title=A").restoring("title=P"),
                        "merge title→app{TITLE=P} loses A",
                        "put back"),
                row(
                        "M35",
                        "a person's word ends the to and fro",
                        Pair.linked("title=B", "title=A", "title=B")
                                .with(trail("app B", "acme A", "app B"))
                                .decided(TestFlow.TITLE, Side.ACME),
                        "merge title→app{TITLE=A} loses B",
                        "A person kept"));
    }

    /// The time at which a record says that it changed.
    private static String at(int second) {
        return "changed=2026-03-02T09:00:0" + second + "Z";
    }

    /// What we wrote of the title, two seconds apart.
    private static Trail trail(String... writes) {
        Trail trail = Trail.NONE;
        java.time.Instant when = Pair.NOW.minusSeconds(2L * writes.length);
        for (String write : writes) {
            String[] both = write.split(" ", -1);
            Side target = both[0].equals("acme") ? Side.ACME : Side.APP;
            trail =
                    trail.with(
                            TestFlow.TITLE,
                            new Trail.Step(target, Trail.mark(both[1]), when),
                            false);
            when = when.plusSeconds(2);
        }
        return trail;
    }

    /// Nobody edited anything, and a record says something else than when both agreed. Which
    /// records and groups a flow is about.
    static Stream<Arguments> filters() {
        return Stream.of(
                row(
                        "F01",
                        "a linked record falls out of the filter",
                        Pair.linked("title=T", "title=A secret=y", "title=T"),
                        "merge title rests time rests status rests owner rests phone rests"
                                + " tags rests",
                        "The record in Acme does not pass the flow's filter: the link rests."),
                row(
                        "F02",
                        "the partner of the record that was edited does not pass",
                        Pair.linked("title=T", "title=A", "title=T secret=y"),
                        "merge title rests time rests status rests owner rests phone rests"
                                + " tags rests",
                        "The record in the app does not pass"),
                row(
                        "F03",
                        "it passes again, and what was changed meanwhile crosses",
                        Pair.linked("title=T secret=y", "title=A", "title=T"),
                        "merge title→app{TITLE=A}",
                        "Only Acme"),
                row(
                        "F04",
                        "a filter that cannot be worked out",
                        Pair.linked("title=T", "title=T secret=?", "title=T"),
                        "merge title bad(/secret) time rests status rests owner rests phone rests"
                                + " tags rests",
                        "Nobody knows."),
                row(
                        "F05",
                        "a new record that does not pass",
                        Pair.alone("title=T secret=y"),
                        "leave filtered",
                        "The record in Acme does not pass the flow's filter: it is left alone."),
                row(
                        "F06",
                        "a new record that does not tell whether it passes",
                        Pair.alone("title=T secret=?"),
                        "reject /secret",
                        "Nobody knows."),
                row(
                        "F07",
                        "a deleted record's partner gets what the policy says, whatever passes",
                        Pair.linked("status=s", "gone", "status=s secret=y"),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "F11",
                        "a group that the flow is not about",
                        Pair.linked(
                                "title=T status=s",
                                "title=A status=a untitled=y",
                                "title=T status=s"),
                        "merge title rests status→app{STATUS=a}",
                        "Only Acme changed the status"),
                row(
                        "F12",
                        "it is about it again, and what was changed meanwhile crosses",
                        Pair.linked("title=T", "title=A", "title=T"),
                        "merge title→app{TITLE=A}",
                        "Only Acme"),
                row(
                        "F13",
                        "a group that was not created along is made good once it counts",
                        Pair.untouched("title=T untitled=y", "title=-").holds(Side.ACME, "title=T"),
                        "merge title→app{TITLE=T}",
                        "Only Acme"),
                row(
                        "F14",
                        "a group counts for the first time, and both sides hold something else",
                        Pair.untouched("title=A untitled=y", "title=P").holds(Side.ACME, "title=A"),
                        "merge title conflict(-|A|P)",
                        "a person decides"),
                row(
                        "F15",
                        "a new record is made without a group that the flow is not about",
                        Pair.alone("title=T status=s untitled=y"),
                        "create app{STATUS=s}",
                        "one is made"),
                row(
                        "F16",
                        "a conflict is none while the flow is not about the group",
                        Pair.linked("title=T", "title=A untitled=y", "title=P")
                                .parkedAsSeen(TestFlow.TITLE),
                        "merge title parked",
                        "parked"));
    }

    static Stream<Arguments> remaps() {
        Mark mapping = new Mark("0", "", "said something else");
        Mark zones = new Mark("1", "2026a", "said something else");
        Pair acmeReadsOtherwise =
                Pair.untouched("title=N", "title=T")
                        .readsOtherwise(Side.ACME, TestFlow.TITLE, mapping);
        return Stream.of(
                row(
                        "C01",
                        "the mapping changed and reads the same as before",
                        Pair.untouched("title=T", "title=_T")
                                .readsOtherwise(Side.ACME, TestFlow.TITLE, Mark.NONE),
                        "merge",
                        "Neither side"),
                row(
                        "C02",
                        "it reads otherwise, and the flow names no side",
                        acmeReadsOtherwise,
                        "merge title conflict(N|N|T)",
                        "The title reads otherwise since the mapping changed, though nobody edited"
                                + " it: a person decides."),
                row(
                        "C03",
                        "it reads otherwise, and the flow names Acme",
                        acmeReadsOtherwise.with(TestFlow.USUAL.with(OnMappingChange.ACME)),
                        "merge title→app{TITLE=N}",
                        "Nobody edited the title, and it reads otherwise since the mapping changed:"
                                + " what Acme holds is written to the app."),
                row(
                        "C04",
                        "it reads otherwise, and the flow names the app",
                        acmeReadsOtherwise.with(TestFlow.USUAL.with(OnMappingChange.APP)),
                        "merge title→acme{title=T}",
                        "what the app holds is written to Acme."),
                row(
                        "C05",
                        "it reads otherwise, and so both say the same at last",
                        Pair.untouched("title=N", "title=N_")
                                .readsOtherwise(Side.ACME, TestFlow.TITLE, mapping),
                        "merge title agreed",
                        "Both sides say the same title by now."),
                row(
                        "C06",
                        "what a system made of our value is no change of the mapping",
                        Pair.untouched("title=T", "title=CUT")
                                .with(TestFlow.USUAL.with(OnMappingChange.ACME)),
                        "merge",
                        "Neither side"),
                row(
                        "C07",
                        "it reads otherwise, and the app edited it",
                        Pair.untouched("title=N", "title=T")
                                .readsOtherwise(Side.ACME, TestFlow.TITLE, mapping)
                                .holds(Side.APP, "title=P"),
                        "merge title→acme{title=P}",
                        "Only the app changed the title"),
                row(
                        "C08",
                        "a person was asked and nothing is new",
                        acmeReadsOtherwise.with(
                                new Parking(Set.of(TestFlow.TITLE), Map.of(), Optional.empty())),
                        "merge title parked",
                        "Nothing is new"),
                row(
                        "C09",
                        "a person was asked and decided for Acme",
                        acmeReadsOtherwise.with(
                                new Parking(
                                        Set.of(),
                                        Map.of(TestFlow.TITLE, Side.ACME),
                                        Optional.empty())),
                        "merge title→app{TITLE=N}",
                        "what Acme holds is written to the app."),
                row(
                        "C10",
                        "what crosses one way crosses from there, whichever side the flow names",
                        Pair.untouched("phone=2", "phone=1")
                                .readsOtherwise(Side.APP, TestFlow.PHONE, mapping)
                                .with(TestFlow.USUAL.with(OnMappingChange.APP)),
                        "merge phone→app{PHONE=2}",
                        "what Acme holds is written to the app."),
                row(
                        "C11",
                        "what crosses one way is left where a person kept the other side's",
                        Pair.untouched("phone=2", "phone=1")
                                .readsOtherwise(Side.ACME, TestFlow.PHONE, mapping)
                                .with(
                                        new Parking(
                                                Set.of(),
                                                Map.of(TestFlow.PHONE, Side.APP),
                                                Optional.empty())),
                        "merge phone agreed",
                        "A person left the phone as it is."),
                row(
                        "C12",
                        "the rules of a time zone changed, and Acme keeps wall time",
                        Pair.untouched("start=9 minutes=30", "start=8 minutes=30")
                                .readsOtherwise(Side.ACME, TestFlow.TIME, zones),
                        "merge time→app{START=9}",
                        "it reads otherwise since the rules of its time zone changed: what Acme"
                                + " holds is written to the app."),
                row(
                        "C13",
                        "the rules of a time zone changed, and the app keeps wall time, whichever"
                                + " side the flow names",
                        Pair.untouched("start=9 minutes=30", "start=8 minutes=30")
                                .readsOtherwise(Side.APP, TestFlow.TIME, zones)
                                .with(TestFlow.USUAL.with(OnMappingChange.ACME)),
                        "merge time→acme{start=8}",
                        "what the app holds is written to Acme."),
                row(
                        "C14",
                        "the rules of a time zone changed, and both keep wall time",
                        Pair.untouched("start=9 minutes=30", "start=8 minutes=30")
                                .readsOtherwise(Side.ACME, TestFlow.TIME, zones)
                                .readsOtherwise(Side.APP, TestFlow.TIME, zones),
                        "merge time conflict(9 30|9 30|8 30)",
                        "a person decides"),
                row(
                        "C15",
                        "a group that is new in the flow, and differs",
                        Pair.untouched("status=a", "status=b").gained(new GroupName("status")),
                        "merge status conflict(a|a|b)",
                        "reads otherwise since the mapping changed"),
                row(
                        "C16",
                        "a group that is new in the flow, and is the same",
                        Pair.untouched("status=a", "status=a_").gained(new GroupName("status")),
                        "merge status agreed",
                        "Both sides say the same"),
                row(
                        "C17",
                        "the winner's value is none through the new mapping",
                        Pair.untouched("title=?", "title=T")
                                .readsOtherwise(Side.ACME, TestFlow.TITLE, mapping)
                                .with(TestFlow.USUAL.with(OnMappingChange.ACME)),
                        "merge title bad(/title)",
                        "It is no text."));
    }

    static Stream<Arguments> deletes() {
        return Stream.of(
                row(
                        "D01",
                        "Acme says that it deleted the record",
                        Pair.linked("title=T status=s", "gone", "title=T status=s"),
                        "bury acme{STATUS=cancelled}",
                        "its partner in the app is cancelled"),
                row(
                        "D02",
                        "the app says that it deleted the record",
                        Pair.linked("title=T status=s", "title=T status=s", "gone"),
                        "bury app{status=cancelled}",
                        "its partner in Acme is cancelled"),
                row(
                        "D03",
                        "its partner is cancelled already",
                        Pair.linked("status=s", "gone", "status=cancelled"),
                        "bury acme",
                        "cancelled already"),
                row(
                        "D04",
                        "it was not found once",
                        Pair.linked("title=T", "title=T", "missing"),
                        "proof app",
                        "no proof of a delete"),
                row(
                        "D05",
                        "it was not found twice, too close together",
                        Pair.linked("title=T", "title=T", "missing")
                                .missingSince(Side.APP, Duration.ofSeconds(59)),
                        "proof app",
                        "no proof of a delete"),
                row(
                        "D06",
                        "it was not found twice, a minute apart",
                        Pair.linked("status=s", "status=s", "missing")
                                .missingSince(Side.APP, Duration.ofSeconds(60)),
                        "bury app{status=cancelled}",
                        "is cancelled"),
                row(
                        "D07",
                        "it is there again",
                        Pair.linked("title=T", "title=T", "title=T")
                                .missingSince(Side.APP, Duration.ofHours(1)),
                        "merge",
                        "Neither side"),
                row(
                        "D08",
                        "deleted at Acme while the app changed it",
                        Pair.linked("title=T", "gone", "title=P"),
                        "hold deleted-against-edited",
                        "a person decides"),
                row(
                        "D09",
                        "deleted at Acme, and a person kept Acme's",
                        Pair.linked("title=T status=s", "gone", "title=P status=s")
                                .with(whole(Side.ACME)),
                        "bury acme{STATUS=cancelled}",
                        "is cancelled"),
                row(
                        "D10",
                        "deleted at Acme, and a person kept the app's",
                        Pair.linked("title=T status=s", "gone", "title=P status=s")
                                .with(whole(Side.APP)),
                        "remake acme {title=P,status=s}",
                        "is made anew"),
                row(
                        "D11",
                        "deleted at both",
                        Pair.linked("title=T", "gone", "gone"),
                        "bury acme",
                        "Both records are gone"),
                row(
                        "D23",
                        "deleted at Acme, and the app did not find its partner once",
                        Pair.linked("title=T status=s", "gone", "missing"),
                        "proof app",
                        "no proof of a delete"),
                row(
                        "D24",
                        "deleted at Acme, and the app did not find its partner twice",
                        Pair.linked("title=T status=s", "gone", "missing")
                                .missingSince(Side.APP, Duration.ofSeconds(60)),
                        "bury acme",
                        "Both records are gone"),
                row(
                        "D25",
                        "a person was asked about a delete whose mark was not answered; both are"
                                + " there again, and somebody cancelled the app's",
                        Pair.linked(
                                        "title=T status=s",
                                        "title=T status=s",
                                        "title=T status=cancelled")
                                .leftAs(Side.APP, "title=T status=cancelled"),
                        "merge status→acme{status=cancelled}",
                        "Only the app changed the status"),
                row(
                        "D26",
                        "the same, and nobody did",
                        Pair.linked("title=T status=s", "title=T status=s", "title=T status=s")
                                .leftAs(Side.APP, "title=T status=cancelled"),
                        "merge",
                        "Neither side"),
                row(
                        "D12",
                        "deleted, and the flow unlinks",
                        Pair.linked("title=T", "gone", "title=T")
                                .with(TestFlow.USUAL.with(OnDelete.UNLINK)),
                        "bury acme",
                        "goes its own way"),
                row(
                        "D13",
                        "deleted, and the flow asks",
                        Pair.linked("title=T", "gone", "title=T")
                                .with(TestFlow.USUAL.with(OnDelete.HOLD)),
                        "hold deleted",
                        "the flow asks a person"),
                row(
                        "D14",
                        "a change after an applied delete",
                        Pair.linked("title=T", "gone", "title=P").with(Link.Life.TOMBSTONE),
                        "leave tombstone",
                        "goes its own way"),
                row(
                        "D15",
                        "deleted, and the flow marks its partner as deleted",
                        Pair.linked("status=s", "gone", "status=s")
                                .with(TestFlow.USUAL.with(OnDelete.SOFT)),
                        "bury acme{STATUS=deleted}",
                        "is marked as deleted"),
                row(
                        "D16",
                        "deleted, and the flow deletes its partner too",
                        Pair.linked("status=s", "gone", "status=s")
                                .with(TestFlow.USUAL.with(OnDelete.HARD)),
                        "bury acme delete",
                        "is deleted too"),
                row(
                        "D17",
                        "deleted at Acme while the app changed it, and the flow deletes",
                        Pair.linked("title=T", "gone", "title=P")
                                .with(TestFlow.USUAL.with(OnDelete.HARD)),
                        "hold deleted-against-edited",
                        "a person decides"),
                row(
                        "D18",
                        "Acme has it again after its partner was cancelled",
                        buried("title=T status=s", "title=T status=s", "title=T status=cancelled"),
                        "revive acme status→app{STATUS=s}",
                        "Acme has the record again"),
                row(
                        "D19",
                        "Acme has it again, changed",
                        buried("title=T status=s", "title=A status=s", "title=T status=cancelled"),
                        "revive acme title→app{TITLE=A} status→app{STATUS=s}",
                        "it is brought back in the app"),
                row(
                        "D20",
                        "Acme has it again, and the app changed its own since",
                        buried("title=T status=s", "title=T status=s", "title=P status=cancelled"),
                        "revive acme title→acme{title=P} status→app{STATUS=s}",
                        "Acme has the record again"),
                row(
                        "D21",
                        "Acme has it again, and the app deleted its own since",
                        buried("title=T", "title=T", "gone"),
                        "remake app {TITLE=T}",
                        "is made anew"),
                row(
                        "D22",
                        "the record that was left changes, and the deleted one stays away",
                        buried("title=T", "gone", "title=P"),
                        "leave tombstone",
                        "goes its own way"));
    }

    /// Acme's record was deleted, and its partner was cancelled for it.
    private static Pair buried(String base, String acme, String app) {
        return Pair.linked(base, acme, app)
                .leftAs(Side.APP, base.replace("status=s", "status=cancelled"))
                .missingSince(Side.ACME, Duration.ofDays(1))
                .with(Link.Life.TOMBSTONE);
    }

    static Stream<Arguments> unlinked() {
        return Stream.of(
                row(
                        "U01",
                        "no partner and no candidate",
                        Pair.alone("title=T status=s owner=u1 phone=1"),
                        "create app{TITLE=T,STATUS=s,OWNER=u1,PHONE=1}",
                        "one is made in the app"),
                row(
                        "U02",
                        "no partner, and the flow makes none",
                        Pair.alone("title=T").with(TestFlow.USUAL.with(NoMatch.IGNORE)),
                        "leave no-partner",
                        "the flow makes none"),
                row(
                        "U03",
                        "no partner, and the flow asks",
                        Pair.alone("title=T").with(TestFlow.USUAL.with(NoMatch.HOLD)),
                        "hold no-match",
                        "asks a person"),
                row(
                        "U04",
                        "one free match",
                        Pair.alone("title=T")
                                .with(TestFlow.USUAL.matchingByTitle(true))
                                .with(candidate("e1", false, true)),
                        "adopt e1",
                        "both are linked as they are"),
                row(
                        "U05",
                        "two free matches",
                        Pair.alone("title=T")
                                .with(TestFlow.USUAL.matchingByTitle(false))
                                .with(candidate("e1", false, false), candidate("e2", false, false)),
                        "hold several-matches",
                        "Several records"),
                row(
                        "U06",
                        "a strong match that is linked",
                        Pair.alone("title=T")
                                .with(TestFlow.USUAL.matchingByTitle(true))
                                .with(candidate("e1", true, true)),
                        "hold match-is-linked",
                        "linked to another"),
                row(
                        "U07",
                        "a weak match that is linked is none",
                        Pair.alone("title=T")
                                .with(TestFlow.USUAL.matchingByTitle(false))
                                .with(candidate("e1", true, false)),
                        "create app{TITLE=T}",
                        "one is made"),
                row(
                        "U08",
                        "its owner has no partner",
                        Pair.alone("title=T owner=u2"),
                        "wait acme.user u2",
                        "it waits"),
                row("U09", "a bad field", Pair.alone("title=?"), "reject /title", "It is no text."),
                row(
                        "U10",
                        "a value that the target cannot hold",
                        Pair.alone("title=ABCDEFGHIJ"),
                        "reject /TITLE",
                        "It is too long."),
                row(
                        "U11",
                        "gone before it crossed",
                        Pair.alone("gone"),
                        "leave gone",
                        "nothing is to be done"),
                row(
                        "U14",
                        "gone, and a create of ours may have made it",
                        Pair.alone("gone")
                                .naming(
                                        Pair.linked("title=T", "title=T", "title=T")
                                                .link()
                                                .orElseThrow()
                                                .with(Link.Life.UNLINKED)),
                        "wait for its origin",
                        "the delete waits for the create"),
                row(
                        "U12",
                        "our own create coming back",
                        Pair.alone("title=T")
                                .naming(
                                        Pair.linked("title=T", "title=T", "title=T")
                                                .link()
                                                .orElseThrow()
                                                .with(Link.Life.UNLINKED)),
                        "wait for its origin",
                        "may have made it"),
                row(
                        "U13",
                        "a copy of a linked record",
                        Pair.alone("title=T")
                                .naming(
                                        Pair.linked("title=T", "title=T", "title=T")
                                                .link()
                                                .orElseThrow()),
                        "hold copied-record",
                        "reference of another record"),
                row(
                        "U15",
                        "a copy of a record that lives",
                        Pair.alone("title=T")
                                .naming(
                                        Pair.linked("title=T", "title=T", "title=T")
                                                .link()
                                                .orElseThrow())
                                .twin(Pair.sight(Side.ACME, "title=T")),
                        "rename",
                        "it gets one of its own"),
                row(
                        "U16",
                        "it carries the reference of a record that is gone",
                        Pair.alone("title=T")
                                .naming(
                                        Pair.linked("title=T", "title=T", "title=T")
                                                .link()
                                                .orElseThrow())
                                .twin(Pair.sight(Side.ACME, "gone")),
                        "wait for its origin",
                        "the link is to move here"),
                row(
                        "U17",
                        "one free match, and the flow merges",
                        Pair.alone("title=T")
                                .with(TestFlow.USUAL.with(OneMatch.ADOPT))
                                .with(candidate("e1", false, false)),
                        "adopt e1 and merge",
                        "both are linked and merged"),
                row(
                        "U18",
                        "one free match, and the flow makes another one",
                        Pair.alone("title=T")
                                .with(TestFlow.USUAL.with(OneMatch.DUPLICATE))
                                .with(candidate("e1", false, false)),
                        "create app{TITLE=T}",
                        "one is made"),
                row(
                        "U19",
                        "one free match, and the flow asks",
                        Pair.alone("title=T")
                                .with(TestFlow.USUAL.with(OneMatch.HOLD))
                                .with(candidate("e1", false, false)),
                        "hold one-match",
                        "the flow asks a person"),
                row(
                        "U20",
                        "adopted: what only one side holds is written, what both hold alike agrees",
                        Pair.linked("", "title=T start=9 minutes=30 status=-", "title=T status=p")
                                .unmerged(),
                        "merge title agreed time→app{START=9,MINUTES=30} status→acme{status=p}",
                        "is written to"),
                row(
                        "U21",
                        "adopted: where they differ a person decides",
                        Pair.linked("", "title=A", "title=P").unmerged(),
                        "merge title conflict(-|A|P)",
                        "a person decides"));
    }

    /// What repeats in Acme; the app keeps no rules.
    static Stream<Arguments> series() {
        String single = "title=T status=s";
        String many = "title=T status=s repeats=weekly";
        return Stream.of(
                row(
                        "E01",
                        "it repeats, and has no partner",
                        Pair.alone(many),
                        "expand",
                        "It repeats, and the app keeps no rules: its occurrences cross one by one."),
                row(
                        "E02",
                        "a single meeting repeats by now",
                        Pair.linked(single, many, single),
                        "bury acme{STATUS=cancelled}",
                        "its occurrences take the place of the single meeting"),
                row(
                        "E03",
                        "a single meeting repeats by now, and the flow marks what is gone",
                        Pair.linked(single, many, single).with(TestFlow.USUAL.with(OnDelete.SOFT)),
                        "bury acme{STATUS=deleted}",
                        "its occurrences take the place of the single meeting"),
                row(
                        "E04",
                        "a single meeting repeats by now, and the app changed it",
                        Pair.linked(single, many, "title=P status=s"),
                        "hold deleted-against-edited",
                        "a person decides"),
                row(
                        "E05",
                        "a single meeting repeats by now, and a person kept the app's",
                        Pair.linked(single, many, "title=P status=s").with(whole(Side.APP)),
                        "bury acme",
                        "that goes its own way beside the occurrences"),
                row(
                        "E06",
                        "a series whose single meeting was buried",
                        Pair.linked(single, many, single).with(Link.Life.TOMBSTONE),
                        "expand",
                        "its occurrences cross one by one"),
                row(
                        "E07",
                        "a series that is gone before anything crossed",
                        Pair.alone("gone"),
                        "leave gone",
                        "nothing is to be done"),
                row(
                        "E08",
                        "it repeats where both sides keep rules",
                        Pair.linked("title=T", "title=T", "title=T repeats=weekly"),
                        "merge",
                        "Neither side"));
    }

    private static Arguments row(
            String number, String situation, Pair pair, String decision, String sentence) {
        return arguments(number, situation, pair, decision, sentence);
    }

    private static Parking whole(Side side) {
        return new Parking(Set.of(), Map.of(), Optional.of(side));
    }

    private static Situation.Candidate candidate(String id, boolean linked, boolean strong) {
        return new Situation.Candidate(
                new RecordRef(new ResourceName("app", "thing"), id),
                Pair.state(Side.APP, "title=T"),
                linked,
                strong);
    }
}
