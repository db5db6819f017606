package drawbridge.crossing.engine;

import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.mapping.Flow;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.sync.Sight;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads records, and along with each the records that enrich it.
final class Seeing {

    private final Remote remote;
    private final Enrichments enrichments;
    private final FurtherReads further;
    private final Clock clock;
    private final Pace pace;

    Seeing(Remote remote, Enrichments enrichments, Clock clock, Pace pace) {
        this.remote = remote;
        this.enrichments = enrichments;
        this.further = new FurtherReads(remote, clock);
        this.clock = clock;
        this.pace = pace;
    }

    /// @param proven whether the state was read just now
    /// @param contents what the system answered
    record Seen(Sight sight, boolean proven, Optional<Uses> uses, Set<Hash> contents) {

        static Seen taken(Sight sight) {
            return new Seen(sight, false, Optional.empty(), Set.of());
        }

        /// The same record as a person wants it to be.
        Seen with(Value.Obj edit) {
            return sight instanceof Sight.Present(State state)
                    ? new Seen(
                            new Sight.Present(
                                    new State(
                                            Values.merge(state.record(), edit),
                                            state.with(),
                                            state.version())),
                            proven,
                            uses,
                            contents)
                    : this;
        }
    }

    Remote.Call call(Round round) {
        return new Remote.Call(round.tenant(), Optional.empty(), clock.now().plus(pace.call()));
    }

    Future<Seen> read(Round round, Side side, RecordRef record, Optional<State> base) {
        return remote.read(call(round), record)
                .compose(
                        answer ->
                                switch (answer) {
                                    case Remote.Read.Absent(boolean explicit) ->
                                            Future.succeededFuture(
                                                    new Seen(
                                                            new Sight.Gone(
                                                                    explicit
                                                                            || tombstone(
                                                                                    round, side)),
                                                            true,
                                                            Optional.empty(),
                                                            Set.of()));
                                    case Remote.Read.Present(State state) ->
                                            settled(round, side, state, base)
                                                    .<Future<Seen>>map(
                                                            wait ->
                                                                    Future.failedFuture(
                                                                            stale(side, wait)))
                                                    .orElseGet(
                                                            () ->
                                                                    enriched(
                                                                                    round,
                                                                                    side,
                                                                                    notOlder(
                                                                                            state,
                                                                                            base),
                                                                                    base)
                                                                            .map(
                                                                                    seen ->
                                                                                            proven(
                                                                                                    seen,
                                                                                                    record,
                                                                                                    state)));
                                });
    }

    /// How long to wait until what a system without versions answers tells something: for a while
    /// after a write of ours it may answer what was there before, and that is nobody's edit.
    private Optional<Duration> settled(Round round, Side side, State state, Optional<State> base) {
        boolean differs = base.filter(known -> !known.record().equals(state.record())).isPresent();
        if (!differs || state.version().isPresent()) {
            return Optional.empty();
        }
        return round.link()
                .flatMap(link -> link.trail().last(side))
                .map(written -> written.plus(round.flow().end(side).consistency()))
                .map(sure -> Duration.between(clock.now(), sure))
                .filter(Duration::isPositive);
    }

    private static CrossingFailure stale(Side side, Duration wait) {
        return new CrossingFailure.Transient(
                Facts.of(
                        side.word()
                                + " may still answer what was there before our last write: it is"
                                + " asked again"),
                Optional.of(wait),
                false);
    }

    /// Whether the last that was told of the record is that it was deleted: of one that came back
    /// since, a look that does not find it proves nothing.
    private static boolean tombstone(Round round, Side side) {
        return Ending.newest(round, side)
                .filter(change -> round.record(side).equals(Optional.of(change.record())))
                .filter(Pending::tombstone)
                .isPresent();
    }

    /// A read that is older than what the base holds is no evidence.
    private static State notOlder(State read, Optional<State> base) {
        return base.filter(
                        known ->
                                read.version().isPresent()
                                        && known.version().isPresent()
                                        && read.version().get().isOlderThan(known.version().get()))
                .orElse(read);
    }

    private static Seen proven(Seen seen, RecordRef record, State state) {
        Hash content = Content.of(record, state.version(), state.record());
        return new Seen(seen.sight(), true, seen.uses(), Set.of(content));
    }

    /// Adds the records that enrich `state`; an occurrence rests on its series as well. What the
    /// base holds is good while the record points to the same ones and none of them was touched.
    Future<Seen> enriched(Round round, Side side, State state, Optional<State> base) {
        Optional<RecordRef> series = round.series(side);
        boolean enriches = series.isPresent();
        boolean made = !round.isLinked() || round.linked();
        Future<Gathered> gathered =
                Future.succeededFuture(
                        new Gathered(
                                Map.of(),
                                series.map(Set::of).orElse(Set.of()),
                                Long.MAX_VALUE,
                                enriches && made));
        for (Flow.Enrichment further : round.flow().enrichments()) {
            if (further.of() == side) {
                enriches = true;
                gathered = gathered.compose(so -> gather(round, further, state, base, so));
            }
        }
        if (!enriches) {
            return Future.succeededFuture(Seen.taken(new Sight.Present(state)));
        }
        return gathered.map(
                all ->
                        new Seen(
                                new Sight.Present(
                                        new State(state.record(), all.with(), state.version())),
                                false,
                                all.changed() || round.opened().touched()
                                        ? Optional.of(
                                                new Uses(
                                                        all.uses(),
                                                        Math.min(
                                                                all.asOf(),
                                                                round.opened().lease().epoch())))
                                        : Optional.empty(),
                                Set.of()));
    }

    private record Gathered(
            Map<String, Value.Obj> with, Set<RecordRef> uses, long asOf, boolean changed) {

        /// One that cannot be read just now: what it says is not known.
        Gathered without(RecordRef used) {
            Set<RecordRef> all = new HashSet<>(uses);
            all.add(used);
            return new Gathered(with, all, asOf, true);
        }

        Gathered plus(
                String name, Value.Obj record, Optional<RecordRef> used, long read, boolean now) {
            Map<String, Value.Obj> more = new HashMap<>(with);
            more.put(name, record);
            Set<RecordRef> all = new HashSet<>(uses);
            used.ifPresent(all::add);
            return new Gathered(more, all, Math.min(asOf, read), changed || now);
        }
    }

    private Future<Gathered> gather(
            Round round, Flow.Enrichment further, State state, Optional<State> base, Gathered so) {
        Optional<RecordRef> target = further.target(state.record());
        Optional<RecordRef> before = base.flatMap(known -> further.target(known.record()));
        Optional<Value.Obj> held =
                base.map(known -> known.with().get(further.name()))
                        .filter(_ -> before.equals(target) && further.keep().isEmpty())
                        .filter(_ -> round.isLinked() && !round.linked())
                        .filter(_ -> !round.missesTouches());
        // A link that is made here has not told the journal yet what it rests on.
        boolean changed = !round.isLinked() || round.linked() || !before.equals(target);
        long epoch = round.opened().lease().epoch();
        if (target.isEmpty()) {
            return Future.succeededFuture(
                    so.plus(further.name(), Value.Obj.EMPTY, target, epoch, changed));
        }
        if (held.isPresent() && !round.opened().touched()) {
            return Future.succeededFuture(
                    so.plus(further.name(), held.get(), target, epoch, changed));
        }
        Optional<Enrichments.Kept> kept =
                round.opened().touched()
                        ? Optional.empty()
                        : enrichments
                                .find(round.tenant(), target.get())
                                .filter(one -> one.isGood(further, clock.monotonicNanos()));
        return kept.map(Future::succeededFuture)
                .orElseGet(() -> fetch(round, further, target.get()))
                .map(found -> so.plus(further.name(), found.record(), target, found.asOf(), true))
                .recover(
                        failure ->
                                further.whenDown() == Flow.WhenDown.WITHOUT
                                                && (failure instanceof CrossingFailure.Transient
                                                        || failure
                                                                instanceof
                                                                CrossingFailure.Credential)
                                        ? Future.succeededFuture(
                                                without(round, further, target.get(), base, so))
                                        : Future.failedFuture(failure));
    }

    /// While it is down: what the base holds of the same record, or nothing.
    private static Gathered without(
            Round round,
            Flow.Enrichment further,
            RecordRef target,
            Optional<State> base,
            Gathered so) {
        Optional<RecordRef> named = Optional.of(target);
        return base.filter(known -> further.target(known.record()).equals(named))
                .map(known -> known.with().get(further.name()))
                .map(
                        known ->
                                so.plus(
                                        further.name(),
                                        known,
                                        named,
                                        round.opened().lease().epoch(),
                                        true))
                .orElseGet(() -> so.without(target));
    }

    private Future<Enrichments.Kept> fetch(Round round, Flow.Enrichment how, RecordRef record) {
        return how.lookup()
                .map(lookup -> further.read(call(round), record, lookup))
                .orElseGet(() -> remote.read(call(round), record))
                .map(
                        answer -> {
                            Value.Obj found =
                                    answer instanceof Remote.Read.Present(State state)
                                            ? state.record()
                                            : Value.Obj.EMPTY;
                            Enrichments.Kept kept =
                                    new Enrichments.Kept(
                                            found,
                                            round.opened().lease().epoch(),
                                            clock.monotonicNanos());
                            enrichments.keep(round.tenant(), record, kept);
                            return kept;
                        });
    }
}
