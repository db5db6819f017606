package drawbridge.crossing.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Settling.ClosedParked;
import drawbridge.crossing.engine.Settling.EndedAttempt;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Flow;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Version;
import drawbridge.sync.Link;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/// Gathers what became of the work on a lane, for one settlement.
final class Ending {

    private final Round round;
    private final Map<Side, Long> done = new EnumMap<>(Side.class);
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<NewParked> park = new ArrayList<>();
    private final List<ClosedParked> unpark = new ArrayList<>();
    private final Set<LaneId> wake = new HashSet<>();
    private final Set<Hash> seen = new HashSet<>();
    private Optional<Link> link;
    private Optional<EndedAttempt> ended;
    private Optional<Uses> uses = Optional.empty();
    private Optional<RecordRef> touch = Optional.empty();

    /// Begins with what the round has come to so far.
    Ending(Round round) {
        this.round = round;
        this.link = round.link().filter(now -> !isAsOpened(now));
        this.ended = round.ended();
        if (round.linked()) {
            wakeChildren();
            uses = Optional.of(new Uses(usedByBases(), 0));
        }
    }

    private boolean isAsOpened(Link now) {
        Optional<Link> opened = round.opened().link();
        return opened.isPresent()
                && (now.equals(opened.get()) || now.marked(round.flow()).equals(opened.get()));
    }

    /// What a link rests on that was rebuilt from an earlier look: whatever of it was touched ever
    /// since must be looked at again.
    private Set<RecordRef> usedByBases() {
        Set<RecordRef> used = new HashSet<>();
        for (Flow.Enrichment further : round.flow().enrichments()) {
            link.flatMap(known -> known.end(further.of()).base())
                    .flatMap(base -> further.target(base.agreed().record()))
                    .ifPresent(used::add);
        }
        for (Side side : Side.values()) {
            round.series(side).ifPresent(used::add);
        }
        return used;
    }

    /// What became of a side's changes: the newest gets `kind`, the older ones gave way to it.
    @CanIgnoreReturnValue
    Ending pairs(
            Side side, OutcomeKind kind, String reason, String sentence, Optional<Bytes> losing) {
        List<Pending> pending = round.pending(side);
        if (pending.isEmpty()) {
            return this;
        }
        OptionalLong known = known(round, side);
        Pending newest = newest(round, side).orElseThrow();
        done.put(side, pending.getLast().sequence());
        for (Pending older : pending) {
            if (!older.change().equals(newest.change())) {
                outcomes.add(
                        superseded(
                                older,
                                "newer",
                                "A newer change of the same record took its place.",
                                Optional.of(newest.change())));
            }
        }
        boolean old =
                kind == OutcomeKind.UNCHANGED
                        && known.isPresent()
                        && Received.order(newest).orElse(Long.MAX_VALUE) < known.getAsLong();
        outcomes.add(
                old
                        ? superseded(
                                newest,
                                "older",
                                "It came late: version "
                                        + known.getAsLong()
                                        + " of the same record was known already.",
                                Optional.empty())
                        : newest(newest, kind, reason, sentence, losing));
        return this;
    }

    /// The changes of a side tell what was before something that is known already.
    @CanIgnoreReturnValue
    Ending late(Side side, String reason, String sentence) {
        List<Pending> pending = round.pending(side);
        for (Pending change : pending) {
            done.put(side, change.sequence());
            outcomes.add(superseded(change, reason, sentence, Optional.empty()));
        }
        return this;
    }

    /// The newest of a side's changes: by their versions, where these tell; else the one that came
    /// last.
    static Optional<Pending> newest(Round round, Side side) {
        List<Pending> pending = round.pending(side);
        return pending.isEmpty() || known(round, side).isEmpty()
                ? pending.stream().reduce((_, last) -> last)
                : Optional.of(newest(pending));
    }

    /// The version of a side's record that is known by now, where its system's versions tell their
    /// order, and all that is pending is about that record.
    private static OptionalLong known(Round round, Side side) {
        return round.link()
                .map(link -> link.end(side))
                .filter(
                        end ->
                                round.pending(side).stream()
                                        .map(change -> Optional.of(change.record().id()))
                                        .allMatch(end.record()::equals))
                .flatMap(Link.End::base)
                .flatMap(base -> base.agreed().version())
                .map(Version::order)
                .orElse(OptionalLong.empty());
    }

    /// Whatever has no version counts by when it came.
    private static Pending newest(List<Pending> pending) {
        Pending newest = pending.getFirst();
        for (Pending change : pending) {
            OptionalLong its = Received.order(change);
            OptionalLong most = Received.order(newest);
            if (its.isEmpty() || most.isEmpty() || its.getAsLong() >= most.getAsLong()) {
                newest = change;
            }
        }
        return newest;
    }

    private static Outcome superseded(
            Pending change, String reason, String sentence, Optional<UUID> newer) {
        return new Outcome(
                change.change(),
                OutcomeKind.SUPERSEDED,
                reason,
                sentence,
                newer,
                Optional.empty(),
                Optional.empty());
    }

    /// What gave way to the other side names the change that won; where that one has its outcome
    /// already, or has not come in yet, nothing can be named and nothing was superseded.
    private Outcome newest(
            Pending newest,
            OutcomeKind kind,
            String reason,
            String sentence,
            Optional<Bytes> losing) {
        boolean gaveWay = kind == OutcomeKind.SUPERSEDED;
        Optional<Pending> won = gaveWay ? newest(round, newest.side().other()) : Optional.empty();
        boolean nameless = gaveWay && won.isEmpty();
        return new Outcome(
                newest.change(),
                nameless ? OutcomeKind.UNCHANGED : kind,
                reason,
                sentence,
                won.map(Pending::change),
                Optional.empty(),
                losing);
    }

    @CanIgnoreReturnValue
    Ending link(Link now) {
        link = Optional.of(now);
        return this;
    }

    /// The link was made here: its lane's children may go on.
    @CanIgnoreReturnValue
    Ending wakeChildren() {
        for (Side side : Side.values()) {
            link.flatMap(known -> known.end(side).record())
                    .map(id -> new RecordRef(round.flow().end(side).resource(), id))
                    .map(record -> LaneId.of(round.tenant(), round.flow().name(), record))
                    .ifPresent(wake::add);
        }
        return this;
    }

    /// These may have something to see in what was met here.
    @CanIgnoreReturnValue
    Ending wake(List<LaneId> lanes) {
        wake.addAll(lanes);
        return this;
    }

    @CanIgnoreReturnValue
    Ending ended(EndedAttempt attempt) {
        ended = Optional.of(attempt);
        return this;
    }

    /// The attempt that was in doubt when the lane was opened is in doubt no longer.
    @CanIgnoreReturnValue
    Ending doubtEnded(String how) {
        if (ended.isEmpty()) {
            ended = round.opened().attempt().map(open -> new EndedAttempt(open.id(), how));
        }
        return this;
    }

    @CanIgnoreReturnValue
    Ending uses(Optional<Uses> now) {
        uses = now.or(() -> uses);
        return this;
    }

    @CanIgnoreReturnValue
    Ending touch(RecordRef record) {
        touch = Optional.of(record);
        return this;
    }

    @CanIgnoreReturnValue
    Ending seen(Set<Hash> contents) {
        seen.addAll(contents);
        return this;
    }

    @CanIgnoreReturnValue
    Ending park(NewParked item) {
        park.add(item);
        return this;
    }

    /// Keeps for people what nobody is asked about.
    @CanIgnoreReturnValue
    Ending keep(NewParked item) {
        park.add(item);
        unpark.add(new ClosedParked(item.id(), "resolved", item.sentence()));
        return this;
    }

    @CanIgnoreReturnValue
    Ending close(ParkedItem item, String state, String sentence) {
        unpark.add(new ClosedParked(item.id(), state, sentence));
        return this;
    }

    /// Closes an item whose cause is gone, in the word that fits what a person asked for.
    @CanIgnoreReturnValue
    Ending closeMended(ParkedItem item, String sentence) {
        String state =
                item.resolution()
                        .map(
                                asked ->
                                        switch (asked) {
                                            case KEEP_ACME,
                                                    KEEP_APP,
                                                    RESTORE_ACME,
                                                    RESTORE_APP,
                                                    APPROVE,
                                                    REJECT ->
                                                    "resolved";
                                            case REPLAY -> "replayed";
                                        })
                        .orElse(item.kind() == ParkedKind.DEAD ? "superseded" : "closed");
        return close(item, state, sentence);
    }

    /// A record at which nothing tells who made it waits for the end of a create, whatever became
    /// of that.
    private boolean mayBeAwaited() {
        return ended.isPresent()
                && (link.or(round::link).filter(now -> now.life() != Link.Life.UNLINKED).isEmpty()
                        || round.flow()
                                .end(round.opened().side().other())
                                .externalReference()
                                .isEmpty()
                        || round.flow().end(round.opened().side()).externalReference().isEmpty());
    }

    Settlement then(Next next) {
        if (mayBeAwaited()) {
            wake.add(round.opened().lease().lane());
        }
        outcomes.addAll(new Mending(round.opened(), park, unpark).further(done.keySet()));
        return new Settlement(
                round.opened().lease(),
                done,
                link.map(now -> now.marked(round.flow())),
                uses,
                uses.isPresent(),
                ended,
                outcomes,
                park,
                unpark,
                touch,
                wake,
                seen,
                next);
    }
}
