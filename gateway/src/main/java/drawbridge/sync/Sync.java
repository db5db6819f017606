package drawbridge.sync;

import drawbridge.mapping.Applies;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Decision.AwaitOrigin;
import drawbridge.sync.Decision.AwaitProof;
import drawbridge.sync.Decision.Leave;
import drawbridge.sync.Link.Life;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The one place of every decision about a pair of records.
///
/// | link | acme | app | decision |
/// | --- | --- | --- | --- |
/// | none | one of them is there | | [Unlinked]: create, adopt, wait, hold, reject, leave |
/// | none | it does not pass the filter | | leave |
/// | none | it is gone | | leave; wait, if a create of ours may have made it |
/// | linked | there | there | [Merging]: one verdict for each group |
/// | linked | not found once | any | wait for the proof |
/// | linked | never found under its id | any | hold |
/// | linked | gone for good | any | [Deleting]: bury or hold |
/// | any | a call to one of them was not answered | | [Doubt]: what it did, and then as above; what cannot be told is a conflict |
/// | tombstone | any | any | [Reviving]: leave; link again where the deleted record is back |
/// | none, tombstone | it repeats, the other side keeps no rules | | expand |
/// | linked | it repeats by now, likewise | any | bury as if it were gone: its occurrences take its place |
///
/// What a system or a person answers later decides further, by rules that stand beside it:
///
/// | what was answered | decision |
/// | --- | --- |
/// | where a record that is gone lives on | [LivesOn]: move the link, or hold |
/// | that too many deletes wait, or that a person rejected them | [Deleting]: hold, or let the partner go its own way |
/// | that a record moved on each time that it was to be written | [Restless]: hold |
/// | what stands there after a write | [Answered]: hold what was not taken |
/// | that no create answers for a reference | hold |
///
/// Equal situations give equal decisions: there is no clock, no chance and no state in here. The
/// specification, case by case with its sentence, are the tables of `SyncTest` and
/// `SyncAnswersTest`.
public final class Sync {

    private Sync() {}

    /// What is to be done, and the situation as it turned out to be.
    ///
    /// @param situation its link rests on what is known by now about the call
    public record Decided(Decision decision, Situation situation) {}

    /// With regard to a call of which nobody knows whether it was carried out.
    public static Decided decide(Situation seen, Optional<Unanswered> call) {
        return Rules.SHIPPED.decide(seen, call, Map.of());
    }

    public static Decision decide(Situation situation) {
        Optional<Link> link = situation.link().filter(known -> known.life() != Life.UNLINKED);
        Optional<Side> series = series(situation);
        if (series.isPresent()) {
            return link.filter(known -> known.life() == Life.LINKED)
                    .map(
                            known ->
                                    unproven(situation, known)
                                            .orElseGet(
                                                    () -> replaced(situation, known, series.get())))
                    .orElseGet(() -> expanded(situation, series.get()));
        }
        if (link.isEmpty()) {
            return situation.sight(situation.origin()) instanceof Sight.Present(var state)
                    ? new Unlinked(situation, state).decide()
                    : unlinkedAndGone(situation);
        }
        if (link.get().life() == Life.TOMBSTONE) {
            return new Reviving(situation, link.get()).decide();
        }
        return linked(situation, link.get());
    }

    /// The side of a record that repeats, if what repeats there crosses one occurrence at a time.
    /// As the partner of a single meeting such a record is not there any more.
    public static Optional<Side> series(Situation situation) {
        return situation
                .flow()
                .occurring()
                .filter(
                        how ->
                                situation.sight(how.side()) instanceof Sight.Present(State state)
                                        && how.repeats(state))
                .map(Occurring::side);
    }

    private static Decision expanded(Situation situation, Side side) {
        boolean isFiltered =
                situation
                        .state(side)
                        .filter(state -> situation.flow().takes(side, state) instanceof Applies.No)
                        .isPresent();
        if (isFiltered) {
            return Unlinked.filtered(side);
        }
        return new Decision.Expand(
                "It repeats, and "
                        + Words.inside(side.other())
                        + " keeps no rules: its occurrences cross one by one.");
    }

    /// What a person keeps of the single meeting is not made anew beside its series.
    private static Decision replaced(Situation situation, Link link, Side side) {
        return switch (new Deleting(situation, link, side).decide()) {
            case Decision.Bury bury -> replaced(side, bury.last());
            case Decision.Remake _ ->
                    new Decision.Bury(
                            side,
                            new Decision.Last.Nothing(),
                            "kept",
                            "It repeats by now, and a person kept the single meeting in "
                                    + Words.inside(side.other())
                                    + ": that goes its own way beside the occurrences.");
            case Decision other -> other;
        };
    }

    private static Decision.Bury replaced(Side side, Decision.Last last) {
        return new Decision.Bury(
                side,
                last,
                "repeats",
                "It repeats by now, and "
                        + Words.inside(side.other())
                        + " keeps no rules: its occurrences take the place of the single meeting.");
    }

    /// An unanswered call turned out to have marked the record that is left.
    static Decision carriedOut(Situation situation, Side gone) {
        return series(situation).filter(side -> side == gone).isPresent()
                ? replaced(gone, new Decision.Last.Nothing())
                : Deleting.carriedOut(gone);
    }

    private static Decision unlinkedAndGone(Situation situation) {
        Optional<Link> origin = situation.reference().filter(link -> link.life() == Life.UNLINKED);
        return origin.isPresent()
                ? new AwaitOrigin(
                        origin.get().id(),
                        "It is gone, but its reference was ours: the delete waits for the create"
                                + " that may have made it.")
                : gone();
    }

    /// An unlinked record carries a reference of ours, and no create answers for it; empty: it is
    /// gone.
    public static Optional<Decision.Hold> stray(Situation situation) {
        return situation
                .state(situation.origin())
                .map(
                        _ ->
                                new Decision.Hold(
                                        "stray-reference",
                                        "It carries a reference of ours that no create answers for:"
                                                + " a person decides."));
    }

    /// Nothing can be done about a record that nobody knew.
    public static Leave gone() {
        return new Leave(
                "gone", "The record was gone before it had a partner: nothing is to be done.");
    }

    /// That one record is gone is no proof that the other one is, which is not found just now.
    private static Optional<Decision> unproven(Situation situation, Link link) {
        for (Side side : Side.values()) {
            if (situation.sight(side) instanceof Sight.Gone(boolean explicit)) {
                Instant since = link.end(side).missingSince().orElse(situation.now());
                Instant proven = since.plus(situation.deleteGap());
                if (!explicit && situation.now().isBefore(proven)) {
                    return Optional.of(
                            new AwaitProof(
                                    side,
                                    since,
                                    proven,
                                    Words.named(side)
                                            + " does not find the record. That is no proof of a"
                                            + " delete: it is asked again."));
                }
            }
        }
        return Optional.empty();
    }

    private static Decision linked(Situation situation, Link link) {
        return unproven(situation, link).orElseGet(() -> proven(situation, link));
    }

    private static Decision proven(Situation situation, Link link) {
        for (Side side : Side.values()) {
            if (situation.sight(side) instanceof Sight.Gone(boolean explicit)) {
                boolean unread = link.end(side).base().filter(Base::unread).isPresent();
                if (!explicit && unread && situation.parking().whole().isEmpty()) {
                    return new Decision.Hold(
                            Deleting.NEVER_FOUND,
                            Words.named(side)
                                    + " never answered for the record under its id, since it was"
                                    + " made or found there. That is no proof of a delete: a person"
                                    + " decides.");
                }
                return new Deleting(situation, link, side).decide();
            }
        }
        return new Merging(situation, link).decide();
    }
}
