package drawbridge.sync;

import drawbridge.mapping.Side;
import drawbridge.sync.Decision.AwaitOrigin;
import drawbridge.sync.Decision.AwaitProof;
import drawbridge.sync.Decision.Leave;
import drawbridge.sync.Link.Life;

import java.time.Instant;
import java.util.Optional;

/// The one place of every decision about a pair of records.
///
/// | link | acme | app | decision |
/// | --- | --- | --- | --- |
/// | none | one of them is there | | [Unlinked]: create, adopt, wait, hold, reject, leave |
/// | none | it is gone | | leave; wait, if a create of ours may have made it |
/// | linked | there | there | [Merging]: one verdict for each group |
/// | linked | not found once | any | wait for the proof |
/// | linked | gone for good | any | [Deleting]: bury or hold |
/// | tombstone | any | any | [Reviving]: leave; link again where the deleted record is back |
///
/// Equal situations give equal decisions: there is no clock, no chance and no state in here.
public final class Sync {

    private Sync() {}

    public static Decision decide(Situation situation) {
        Optional<Link> link = situation.link().filter(known -> known.life() != Life.UNLINKED);
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

    private static Decision unlinkedAndGone(Situation situation) {
        Optional<Link> origin = situation.reference().filter(link -> link.life() == Life.UNLINKED);
        return origin.isPresent()
                ? new AwaitOrigin(
                        origin.get().id(),
                        "It is gone, but its reference was ours: the delete waits for the create"
                                + " that may have made it.")
                : gone();
    }

    /// Nothing can be done about a record that nobody knew.
    public static Leave gone() {
        return new Leave(
                "gone", "The record was gone before it had a partner: nothing is to be done.");
    }

    private static Decision linked(Situation situation, Link link) {
        for (Side side : Side.values()) {
            if (situation.sight(side) instanceof Sight.Gone(boolean explicit)) {
                Instant since = link.end(side).missingSince().orElse(situation.now());
                Instant proven = since.plus(situation.deleteGap());
                if (!explicit && situation.now().isBefore(proven)) {
                    return new AwaitProof(
                            side,
                            since,
                            proven,
                            Words.named(side)
                                    + " does not find the record. That is no proof of a delete:"
                                    + " it is asked again.");
                }
                return new Deleting(situation, link, side).decide();
            }
        }
        return new Merging(situation, link).decide();
    }
}
