package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Link;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What can become of the work on a lane: a plain settlement, and one thing more for each word.
final class Settlements {

    private Settlements() {}

    static Pending last(Opened opened, Side side) {
        return opened.pending().stream()
                .filter(pending -> pending.side() == side)
                .reduce((one, two) -> two)
                .orElseThrow();
    }

    static Outcome outcome(UUID change, OutcomeKind kind) {
        return new Outcome(
                change,
                kind,
                "test",
                "By a test.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Outcome mended(UUID change, OutcomeKind old) {
        return new Outcome(
                change,
                OutcomeKind.APPLIED,
                "mended",
                "Both sides agree again.",
                Optional.empty(),
                Optional.of(old),
                Optional.empty());
    }

    /// Everything that is pending gets one outcome, and the lane rests.
    static Settlement rest(Opened opened, OutcomeKind kind) {
        Map<Side, Long> done = new java.util.EnumMap<>(Side.class);
        opened.pending().forEach(pending -> done.put(pending.side(), pending.sequence()));
        return settlement(
                opened.lease(),
                done,
                opened.pending().stream().map(pending -> outcome(pending.change(), kind)).toList(),
                new Next.Rest());
    }

    static Settlement rest(Lease lease, long upTo, OutcomeKind kind) {
        return settlement(
                lease,
                Map.of(Side.ACME, upTo),
                List.of(outcome(UUID.randomUUID(), kind)),
                new Next.Rest());
    }

    static Settlement put(Opened opened, Next next) {
        return settlement(opened.lease(), Map.of(), List.of(), next);
    }

    static Settlement settlement(
            Lease lease, Map<Side, Long> done, List<Outcome> outcomes, Next next) {
        return new Settlement(
                lease,
                done,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                outcomes,
                List.of(),
                List.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                next);
    }

    static Settlement linking(Settlement plain, Link link) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                Optional.of(link),
                plain.uses(),
                plain.renewed(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    /// Nothing that was touched has been read anew.
    static Settlement unrenewed(Settlement plain) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                false,
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    static Settlement using(Settlement plain, RecordRef record) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                Optional.of(new Uses(Set.of(record), plain.lease().epoch())),
                plain.renewed(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    static Settlement ending(Settlement plain, UUID attempt) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.renewed(),
                Optional.of(new Settling.EndedAttempt(attempt, "not there")),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    static Settlement waking(Settlement plain, Set<LaneId> lanes) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.renewed(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                plain.touch(),
                lanes,
                plain.seen(),
                plain.next());
    }

    static Settlement touching(Settlement plain, RecordRef record) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.renewed(),
                plain.attempt(),
                plain.outcomes(),
                plain.park(),
                plain.unpark(),
                Optional.of(record),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    static Settlement parking(Settlement plain, NewParked item) {
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.renewed(),
                plain.attempt(),
                plain.outcomes(),
                List.of(item),
                plain.unpark(),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    /// What a policy decided against is kept, and nobody is asked.
    static Settlement keeping(Settlement plain, NewParked item) {
        Settlement parking = parking(plain, item);
        return new Settlement(
                parking.lease(),
                parking.done(),
                parking.link(),
                parking.uses(),
                parking.renewed(),
                parking.attempt(),
                parking.outcomes(),
                parking.park(),
                List.of(new ClosedParked(item.id(), "resolved", item.sentence())),
                parking.touch(),
                parking.wake(),
                parking.seen(),
                parking.next());
    }

    static NewParked won(Side side, Bytes lost) {
        return new NewParked(
                UUID.randomUUID(),
                ParkedKind.CONFLICT,
                NewParked.won(side),
                "The title was changed on both sides, and the policy decided.",
                List.of(),
                Optional.of("title"),
                Optional.empty(),
                Optional.of("before"),
                Optional.of("one"),
                Optional.of("other"),
                lost,
                "",
                "");
    }

    static Settlement closing(Settlement plain, ClosedParked item, Outcome further) {
        List<Outcome> outcomes = new ArrayList<>(plain.outcomes());
        outcomes.add(further);
        return new Settlement(
                plain.lease(),
                plain.done(),
                plain.link(),
                plain.uses(),
                plain.renewed(),
                plain.attempt(),
                outcomes,
                plain.park(),
                List.of(item),
                plain.touch(),
                plain.wake(),
                plain.seen(),
                plain.next());
    }

    static NewParked parked(ParkedKind kind, UUID change) {
        return new NewParked(
                UUID.randomUUID(),
                kind,
                "both-changed",
                "The title was changed on both sides, differently: a person decides.",
                List.of(change),
                Optional.of("title"),
                Optional.of("/subject"),
                Optional.of("before"),
                Optional.of("one"),
                Optional.of("other"),
                Bytes.of("{}"),
                "",
                "");
    }
}
