package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Base;
import drawbridge.sync.Deleting;
import drawbridge.sync.LivesOn;
import drawbridge.sync.Parking;
import drawbridge.sync.Restless;
import drawbridge.sync.Sight;
import drawbridge.sync.Situation;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Learns what a decision rests on, with no more calls than it needs.
///
/// | what is known about a linked record | how its state is learnt |
/// | --- | --- |
/// | a person's edit came in last | it is read, and the edit is laid over it |
/// | changes of the record from which the link moved are pending | it is read |
/// | whole versioned bodies are pending | the newest of them |
/// | other changes are pending; a doubt, a decision, a missing record, a question about the whole record, a base that lags | it is read |
/// | an occurrence whose event was found: nobody has told it yet what became of its series | it is read |
/// | nothing is pending, and it would be written | taken to be its base, until a write needs proof |
/// | nothing is pending, and it would be the source | it is read |
final class Look {

    /// The reasons of questions to which a side is the answer: whether a delete stands.
    private static final Set<String> OF_DELETES =
            Set.of(
                    Deleting.AGAINST_EDIT,
                    Deleting.ASKED,
                    Deleting.NEVER_FOUND,
                    Restless.REASON,
                    LivesOn.MERGED);

    private final Parents parents;
    private final Seeing seeing;
    private final Clock clock;
    private final Pace pace;
    private final Partners partners;

    Look(Parents parents, Seeing seeing, Partners partners, Clock clock, Pace pace) {
        this.parents = parents;
        this.seeing = seeing;
        this.partners = partners;
        this.clock = clock;
        this.pace = pace;
    }

    Future<Scene> at(Round round) {
        return sight(round, Side.ACME)
                .compose(acme -> sight(round, Side.APP).compose(app -> scene(round, acme, app)));
    }

    /// The state of a side, and how it was learnt.
    private Future<Seeing.Seen> sight(Round round, Side side) {
        Optional<RecordRef> record = round.record(side);
        if (record.isEmpty()) {
            return Future.succeededFuture(Seeing.Seen.taken(new Sight.None()));
        }
        Optional<State> base =
                round.link().flatMap(link -> link.end(side).base()).map(Base::agreed);
        List<Pending> all = round.pending(side);
        List<Pending> pending =
                all.stream().filter(change -> change.record().equals(record.get())).toList();
        Optional<Value.Obj> edit = Received.edit(pending);
        if (edit.isPresent()) {
            return seeing.read(round, side, record.get(), base).map(seen -> seen.with(edit.get()));
        }
        boolean moved = pending.size() < all.size();
        if (!round.isLinked() || base.isEmpty() || moved || mustRead(round, side)) {
            return seeing.read(round, side, record.get(), base);
        }
        if (pending.isEmpty()) {
            return Future.succeededFuture(Seeing.Seen.taken(new Sight.Present(base.get())));
        }
        Optional<State> newest = Received.newest(pending, base.get());
        return newest.isPresent()
                ? seeing.enriched(round, side, newest.get(), base)
                : seeing.read(round, side, record.get(), base);
    }

    private static boolean mustRead(Round round, Side side) {
        boolean nothingPending = round.pending(side).isEmpty();
        return round.read().contains(side)
                || round.isBuried()
                || round.opened().attempt().filter(open -> open.target() == side).isPresent()
                || round.link().flatMap(link -> link.end(side).missingSince()).isPresent()
                || round.opened().parked().stream().anyMatch(Look::castsDoubt)
                || (nothingPending && side == round.source())
                || (round.opened().touched() && restsOnMore(round, side))
                || (round.linked() && round.series(side).isPresent())
                || lags(round);
    }

    /// Whether what is known may be from before: the item is decided, or the whole record waits for
    /// it, so that changes came to an end whose content no base tells.
    private static boolean castsDoubt(ParkedItem item) {
        return item.resolution().isPresent() || item.group().isEmpty();
    }

    /// Whether a base holds a group back that waits for nobody: what stands at either side is not
    /// known.
    private static boolean lags(Round round) {
        Set<String> waiting = new TreeSet<>();
        round.opened().parked().forEach(item -> item.group().ifPresent(waiting::add));
        return round.link().stream()
                .flatMap(link -> Stream.of(link.acme(), link.app()))
                .flatMap(end -> end.base().stream())
                .flatMap(base -> base.held().keySet().stream())
                .anyMatch(group -> !waiting.contains(group.value()));
    }

    private static boolean restsOnMore(Round round, Side side) {
        return round.series(side).isPresent()
                || round.flow().enrichments().stream().anyMatch(further -> further.of() == side);
    }

    private Future<Scene> scene(Round round, Seeing.Seen acme, Seeing.Seen app) {
        return refs(round, acme.sight(), app.sight())
                .compose(
                        refs -> {
                            Situation plain = situation(round, acme, app, refs);
                            return round.isLinked()
                                    ? Future.succeededFuture(plain)
                                    : partners.of(round, plain);
                        })
                .map(
                        situation -> {
                            Set<Side> proven = EnumSet.noneOf(Side.class);
                            if (acme.proven()) {
                                proven.add(Side.ACME);
                            }
                            if (app.proven()) {
                                proven.add(Side.APP);
                            }
                            Set<Hash> seen = new HashSet<>(acme.contents());
                            seen.addAll(app.contents());
                            return new Scene(
                                    round, situation, proven, acme.uses().or(app::uses), seen);
                        });
    }

    private Situation situation(Round round, Seeing.Seen acme, Seeing.Seen app, Refs refs) {
        return new Situation(
                round.flow(),
                round.opened().side(),
                round.link(),
                acme.sight(),
                app.sight(),
                refs,
                parking(round),
                round.refused(),
                Optional.empty(),
                new Sight.None(),
                List.of(),
                clock.now(),
                pace.deleteGap());
    }

    private static Parking parking(Round round) {
        Set<GroupName> waiting = new TreeSet<>();
        Map<GroupName, Side> kept = new TreeMap<>();
        Optional<Side> whole = Optional.empty();
        Map<GroupName, Parking.Restored> restored = new TreeMap<>();
        for (ParkedItem item : round.opened().parked()) {
            Optional<Side> side = item.resolution().flatMap(Look::kept);
            if (item.group().isEmpty()) {
                // What was kept is there by now, where this crossing found what it had made.
                boolean asked = OF_DELETES.contains(item.reason()) && !round.linked();
                whole = side.isPresent() && asked ? side : whole;
            } else if (item.resolution().isEmpty()) {
                waiting.add(new GroupName(item.group().get()));
            } else {
                GroupName group = new GroupName(item.group().get());
                side.ifPresent(winner -> kept.put(group, winner));
                restored(item).ifPresent(back -> restored.put(group, back));
            }
        }
        return new Parking(waiting, kept, whole, restored);
    }

    /// The value that lost and is to be put back.
    private static Optional<Parking.Restored> restored(ParkedItem item) {
        Optional<Side> side =
                item.resolution()
                        .flatMap(
                                asked ->
                                        switch (asked) {
                                            case RESTORE_ACME -> Optional.of(Side.ACME);
                                            case RESTORE_APP -> Optional.of(Side.APP);
                                            case KEEP_ACME, KEEP_APP, REPLAY, APPROVE, REJECT ->
                                                    Optional.empty();
                                        });
        return side.flatMap(
                held ->
                        item.wish()
                                .flatMap(Received::parse)
                                .map(record -> new Parking.Restored(held, State.of(record))));
    }

    private static Optional<Side> kept(Resolution resolution) {
        return switch (resolution) {
            case KEEP_ACME -> Optional.of(Side.ACME);
            case KEEP_APP -> Optional.of(Side.APP);
            case REPLAY, APPROVE, REJECT, RESTORE_ACME, RESTORE_APP -> Optional.empty();
        };
    }

    /// Looks up the links of all records that the present states and the bases point to.
    private Future<Refs> refs(Round round, Sight acme, Sight app) {
        Parents.Pointing pointing = new Parents.Pointing(round.flow());
        for (Side side : Side.values()) {
            for (State state : states(round, side, side == Side.ACME ? acme : app)) {
                pointing.add(side, state);
            }
        }
        round.opened().parked().stream()
                .flatMap(item -> restored(item).stream())
                .forEach(back -> pointing.add(back.side(), back.then()));
        return parents.refs(round.tenant(), pointing);
    }

    private static List<State> states(Round round, Side side, Sight sight) {
        List<State> states = new ArrayList<>();
        if (sight instanceof Sight.Present(State now)) {
            states.add(now);
        }
        round.link()
                .flatMap(link -> link.end(side).base())
                .ifPresent(
                        base -> {
                            states.add(base.agreed());
                            states.addAll(base.held().values());
                        });
        states.addAll(BlindWrites.told(round, side));
        return states;
    }
}
