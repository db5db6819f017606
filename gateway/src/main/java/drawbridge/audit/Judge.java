package drawbridge.audit;

import drawbridge.journal.AuditReads.Item;
import drawbridge.journal.AuditReads.Known;
import drawbridge.mapping.Flow;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Reading;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Base;
import drawbridge.sync.Decision;
import drawbridge.sync.Link;
import drawbridge.sync.Link.Life;
import drawbridge.sync.Parking;
import drawbridge.sync.Readings;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;
import drawbridge.sync.Sync;
import drawbridge.sync.Verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Says how a pair stands. It asks the very rules by which records cross: what they would do about
/// a pair at rest is what both systems lack to be in sync.
///
/// | what is known | what the rules would do | it is |
/// | --- | --- | --- |
/// | its lane has work, or a person has just decided | | in motion |
/// | it waits for a person as a whole | | held |
/// | linked, both there | nothing | equal; rewritten, where both hold different forms of it |
/// | linked, both there | nothing, but the side that only receives was edited | apart |
/// | linked, both there | let a group rest that the flow is not about just now | apart |
/// | linked, both there | leave a group to the person who was asked | held |
/// | linked, both there | write, or move a base | drifted |
/// | linked, both there | refuse it | unreadable |
/// | linked, not there | ask again, bury, ask a person | missing there |
/// | linked, its delete was carried out | nothing | apart |
/// | a series that crosses one occurrence at a time | | apart, and its near occurrences are looked for |
/// | an occurrence that is over, and that nobody touched since | | apart |
/// | linked, its delete was carried out | bring it back | drifted |
/// | not linked | leave it | apart |
/// | not linked | anything else | missing at the other side |
///
/// Pure: equal questions have equal answers.
final class Judge {

    /// What has come near since then may be on its way.
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    private Judge() {}

    /// @param origin the side of the record while there is no link
    /// @param alone the record that was met; where there is a link, its records count
    /// @param refs the links of every record that the states and bases point to
    record Pair(
            Flow flow,
            Side origin,
            Optional<RecordRef> alone,
            Known known,
            Sight acme,
            Sight app,
            Refs refs,
            Instant now) {

        Sight sight(Side side) {
            return side == Side.ACME ? acme : app;
        }

        Optional<Link> link() {
            return known.link().filter(link -> link.life() != Life.UNLINKED);
        }
    }

    static Judgement of(Pair pair) {
        Known known = pair.known();
        if (known.busy()) {
            return new Judgement.InMotion("There is work on it.");
        }
        if (known.items().stream().anyMatch(Item::decided)) {
            return new Judgement.InMotion("What a person decided about it is being carried out.");
        }
        Optional<Item> whole =
                known.items().stream().filter(item -> item.group().isEmpty()).findFirst();
        if (whole.isPresent()) {
            return new Judgement.Held(List.of(), whole.get().sentence());
        }
        if (pair.link().isEmpty()
                && !(pair.sight(pair.origin()) instanceof Sight.Present)
                && known.items().isEmpty()) {
            return new Judgement.Nothing();
        }
        Optional<Side> unnamed = unnamed(pair);
        if (unnamed.isPresent()) {
            return new Judgement.Missing(unnamed.get(), "Its link names no record there.");
        }
        if (isOver(pair)) {
            return new Judgement.Apart(
                    List.of(), "It is an occurrence that is over: it is left as it was.");
        }
        Decision decision = Sync.decide(situation(pair));
        return switch (decision) {
            case Decision.AwaitProof await when isBuried(pair) ->
                    new Judgement.InMotion(await.sentence());
            case Decision.Merge merge -> merged(pair, merge);
            case Decision.Leave leave -> new Judgement.Apart(List.of(), leave.sentence());
            case Decision.Expand expand -> expanded(pair, expand);
            case Decision.Revive revive -> back(revive.sentence());
            case Decision.Remake remake -> back(remake.sentence());
            case Decision.AwaitOrigin await -> new Judgement.InMotion(await.sentence());
            case Decision.Reject reject ->
                    new Judgement.Unreadable(
                            List.of(), reject.pointer() + ": " + reject.sentence());
            case Decision.Create _,
                    Decision.Adopt _,
                    Decision.Rename _,
                    Decision.Move _,
                    Decision.Bury _,
                    Decision.AwaitParent _,
                    Decision.AwaitProof _,
                    Decision.Hold _ ->
                    missing(pair, decision.sentence());
        };
    }

    /// Of a series all that has to be at the other side; nothing is said where it is met from
    /// there.
    private static Judgement expanded(Pair pair, Decision.Expand expand) {
        Optional<Occurring> how = pair.flow().occurring();
        Optional<RecordRef> series = record(pair, how.map(Occurring::side).orElse(pair.origin()));
        List<RecordRef> near =
                how.isPresent()
                                && series.isPresent()
                                && pair.sight(how.get().side()) instanceof Sight.Present(State now)
                        ? near(how.get(), series.get(), now, pair.now())
                        : List.of();
        return new Judgement.Expanded(near, expand.sentence());
    }

    private static Optional<RecordRef> record(Pair pair, Side side) {
        Optional<RecordRef> linked =
                pair.link()
                        .flatMap(link -> link.end(side).record())
                        .map(id -> new RecordRef(pair.flow().end(side).resource(), id));
        return pair.alone().filter(_ -> pair.origin() == side).or(() -> linked);
    }

    private static List<RecordRef> near(Occurring how, RecordRef series, State state, Instant now) {
        Set<RecordRef> before =
                Set.copyOf(how.coming(series, state, now.minus(JUST_NOW)).records());
        return how.coming(series, state, now).records().stream().filter(before::contains).toList();
    }

    /// Whether it is an occurrence of a series that no change of its series reaches any more. One
    /// that was moved to a time to come is due again, and so is one that was edited as a record by
    /// itself.
    private static boolean isOver(Pair pair) {
        return pair.flow()
                .occurring()
                .filter(
                        how ->
                                pair.link()
                                                .map(link -> link.end(how.side()))
                                                .filter(end -> isOver(how, end, pair.now()))
                                                .isPresent()
                                        && !isToCome(how, pair)
                                        && !isEdited(pair, how.side().other()))
                .isPresent();
    }

    private static boolean isOver(Occurring how, Link.End end, Instant now) {
        return end.record().flatMap(OccurrenceId::of).isPresent()
                && end.base().filter(base -> how.isOver(base.agreed(), now)).isPresent();
    }

    private static boolean isToCome(Occurring how, Pair pair) {
        return pair.sight(how.side()) instanceof Sight.Present(State state)
                && !how.isOver(state, pair.now());
    }

    /// The side of which a link that lives names no record: the rules know no such link.
    private static Optional<Side> unnamed(Pair pair) {
        boolean linked = pair.link().filter(link -> link.life() == Life.LINKED).isPresent();
        return Arrays.stream(Side.values())
                .filter(side -> linked && pair.sight(side) instanceof Sight.None)
                .findFirst();
    }

    private static boolean isBuried(Pair pair) {
        return pair.link().filter(link -> link.life() == Life.TOMBSTONE).isPresent();
    }

    /// What the lanes would do about a pair at rest. A record without a link counts as one that
    /// matches nothing. Empty: nothing, or nobody foresees it.
    static Optional<Act> would(Pair pair) {
        if (unnamed(pair).isPresent()) {
            return Optional.empty();
        }
        return switch (Sync.decide(situation(pair))) {
            case Decision.Create _, Decision.Remake _ -> Optional.of(Act.CREATE);
            case Decision.Merge merge -> Optional.of(would(merge));
            case Decision.Revive revive -> Optional.of(would(revive.merge()));
            case Decision.Bury bury ->
                    Optional.of(
                            switch (bury.last()) {
                                case Decision.Last.Nothing _ -> Act.UNLINK;
                                case Decision.Last.Write _ -> Act.CANCEL;
                                case Decision.Last.Delete _ -> Act.DELETE;
                            });
            case Decision.Rename _ -> Optional.of(Act.CHANGE);
            case Decision.Hold _, Decision.Reject _ -> Optional.of(Act.ASK);
            case Decision.AwaitParent _, Decision.AwaitOrigin _, Decision.AwaitProof _ ->
                    Optional.of(Act.WAIT);
            case Decision.Adopt _, Decision.Move _ -> Optional.of(Act.NOTE);
            case Decision.Leave _, Decision.Expand _ -> Optional.empty();
        };
    }

    private static Act would(Decision.Merge merge) {
        boolean asks =
                merge.verdicts().values().stream()
                        .anyMatch(
                                verdict ->
                                        verdict instanceof Verdict.Conflict
                                                || verdict instanceof Verdict.Bad);
        boolean writes =
                merge.verdicts().values().stream().anyMatch(Verdict.Write.class::isInstance);
        return asks ? Act.ASK : writes ? Act.CHANGE : Act.NOTE;
    }

    private static Judgement back(String sentence) {
        return new Judgement.Drifted(List.of(), EnumSet.allOf(Side.class), sentence);
    }

    private static Judgement missing(Pair pair, String sentence) {
        for (Side side : Side.values()) {
            if (pair.link().isPresent() && pair.sight(side) instanceof Sight.Gone) {
                return new Judgement.Missing(side, sentence);
            }
        }
        return new Judgement.Missing(pair.origin().other(), sentence);
    }

    private static Situation situation(Pair pair) {
        Set<GroupName> waiting =
                pair.known().items().stream()
                        .flatMap(item -> item.group().stream())
                        .collect(Collectors.toUnmodifiableSet());
        return new Situation(
                pair.flow(),
                pair.origin(),
                pair.known().link(),
                pair.acme(),
                pair.app(),
                pair.refs(),
                new Parking(waiting, Map.of(), Optional.empty()),
                Map.of(),
                Optional.empty(),
                new Sight.None(),
                List.of(),
                pair.now(),
                Duration.ZERO);
    }

    private static Judgement merged(Pair pair, Decision.Merge merge) {
        List<GroupName> bad = new ArrayList<>();
        List<GroupName> drifted = new ArrayList<>();
        List<GroupName> held = new ArrayList<>();
        List<GroupName> moving = new ArrayList<>();
        List<GroupName> resting = new ArrayList<>();
        merge.verdicts()
                .forEach(
                        (group, verdict) -> {
                            switch (verdict) {
                                case Verdict.Bad _ -> bad.add(group);
                                case Verdict.Write _, Verdict.Agreed _, Verdict.Conflict _ ->
                                        drifted.add(group);
                                case Verdict.Parked _ -> held.add(group);
                                case Verdict.Wait _ -> moving.add(group);
                                case Verdict.Rests _ -> resting.add(group);
                                case Verdict.Same _ -> {}
                            }
                        });
        if (!bad.isEmpty()) {
            return new Judgement.Unreadable(bad, sentence(merge, bad));
        }
        if (!drifted.isEmpty()) {
            return new Judgement.Drifted(drifted, edited(pair), sentence(merge, drifted));
        }
        if (!moving.isEmpty()) {
            return new Judgement.InMotion(sentence(merge, moving));
        }
        if (!held.isEmpty()) {
            return new Judgement.Held(held, sentence(pair, held));
        }
        if (!resting.isEmpty()) {
            return new Judgement.Apart(resting, sentence(merge, resting));
        }
        return new Compared(pair).atRest();
    }

    private static String sentence(Decision.Merge merge, List<GroupName> groups) {
        return groups.stream()
                .flatMap(group -> Optional.ofNullable(merge.verdicts().get(group)).stream())
                .map(Verdict::sentence)
                .collect(Collectors.joining(" "));
    }

    private static String sentence(Pair pair, List<GroupName> groups) {
        return pair.known().items().stream()
                .filter(item -> item.group().filter(groups::contains).isPresent())
                .map(Item::sentence)
                .collect(Collectors.joining(" "));
    }

    /// What each side agreed on and holds now, of each of these groups; of all that differ where
    /// none is named.
    static List<Finding.Group> shown(Pair pair, List<GroupName> groups) {
        if (pair.link().isEmpty()) {
            return List.of();
        }
        Compared compared = new Compared(pair);
        return pair.flow().groups().stream()
                .map(Flow.Group::name)
                .filter(
                        group ->
                                groups.isEmpty()
                                        ? compared.differs(Side.ACME, group)
                                                || compared.differs(Side.APP, group)
                                        : groups.contains(group))
                .map(compared::shown)
                .toList();
    }

    /// The sides that hold something else than their base.
    private static Set<Side> edited(Pair pair) {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        for (Side side : Side.values()) {
            if (isEdited(pair, side)) {
                sides.add(side);
            }
        }
        return sides.isEmpty() ? EnumSet.allOf(Side.class) : sides;
    }

    private static boolean isEdited(Pair pair, Side side) {
        Compared compared = new Compared(pair);
        return pair.flow().groups().stream()
                .filter(group -> group.ways().contains(side.outbound()))
                .anyMatch(group -> compared.differs(side, group.name()));
    }

    /// The readings of a linked pair of which both records are there.
    private static final class Compared {

        private final Pair pair;
        private final Link link;
        private final Readings readings;
        private final IdentityHashMap<State, Map<GroupName, Reading>> read =
                new IdentityHashMap<>();

        Compared(Pair pair) {
            this.pair = pair;
            this.link = pair.link().orElseThrow();
            this.readings = new Readings(pair.flow());
        }

        /// Nothing crosses: equal, or known to differ.
        Judgement atRest() {
            List<GroupName> oneWay = new ArrayList<>();
            boolean rewritten = false;
            for (Flow.Group group : pair.flow().groups()) {
                for (Side side : Side.values()) {
                    boolean receives = !group.ways().contains(side.outbound());
                    if (receives && differs(side, group.name())) {
                        oneWay.add(group.name());
                    }
                }
                rewritten |=
                        base(Side.ACME, group.name()) instanceof Reading.Of acme
                                && base(Side.APP, group.name()) instanceof Reading.Of app
                                && readings.differ(acme, app);
            }
            return oneWay.isEmpty()
                    ? new Judgement.Equal(rewritten)
                    : new Judgement.Apart(
                            oneWay,
                            "Somebody changed what the flow carries the other way only: "
                                    + oneWay.stream()
                                            .map(GroupName::toString)
                                            .collect(Collectors.joining(", "))
                                    + ".");
        }

        boolean differs(Side side, GroupName group) {
            return pair.sight(side) instanceof Sight.Present(State now)
                    && readings.differ(base(side, group), read(side, now, group));
        }

        Finding.Group shown(GroupName group) {
            return new Finding.Group(
                    group.value(),
                    pair.flow().show(group, base(Side.ACME, group)),
                    now(Side.ACME, group),
                    pair.flow().show(group, base(Side.APP, group)),
                    now(Side.APP, group));
        }

        private Optional<String> now(Side side, GroupName group) {
            return pair.sight(side) instanceof Sight.Present(State now)
                    ? Optional.of(pair.flow().show(group, read(side, now, group)))
                    : Optional.empty();
        }

        private Reading base(Side side, GroupName group) {
            return link.end(side)
                    .base()
                    .map((Base base) -> read(side, base.of(group), group))
                    .orElseGet(() -> new Reading.Of(new LinkedHashMap<>()));
        }

        private Reading read(Side side, State state, GroupName group) {
            Reading reading =
                    read.computeIfAbsent(state, _ -> pair.flow().read(side, state, pair.refs()))
                            .get(group);
            return reading == null ? new Reading.Of(new LinkedHashMap<>()) : reading;
        }
    }
}
