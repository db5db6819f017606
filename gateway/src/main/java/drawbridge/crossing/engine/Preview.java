package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Journal.ParkedItem;
import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.crossing.engine.Settling.Outcome;
import drawbridge.crossing.engine.Settling.Settlement;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Flow;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sees what would come of a person's decision: the classes that cross a lane do so, over a journal
/// that writes nothing down and systems that are only read. The first call that would change a
/// system is told instead of sent.
///
/// Reads go to the systems themselves, past the breakers of the engine: one person's look is no
/// load, and what it meets says nothing about the service.
public final class Preview {

    private static final String NOTHING = "Nothing would be done.";

    private final Journal journal;
    private final Flows flows;
    private final Remote remote;
    private final Clock clock;
    private final Dice dice;
    private final Pace pace;

    public Preview(Journal journal, Flows flows, Remote remote, Clock clock, Dice dice, Pace pace) {
        this.journal = journal;
        this.flows = flows;
        this.remote = remote;
        this.clock = clock;
        this.dice = dice;
        this.pace = pace;
    }

    /// @param resolution what the person would decide
    /// @param edit what the person wants to be different in the record of `side`
    public record Wish(
            TenantId tenant,
            LaneId lane,
            UUID parked,
            Side side,
            Resolution resolution,
            Optional<Value.Obj> edit) {

        Direction direction() {
            return switch (resolution) {
                case KEEP_ACME, RESTORE_APP -> Direction.TO_APP;
                case KEEP_APP, RESTORE_ACME -> Direction.TO_ACME;
                case REPLAY, APPROVE, REJECT -> side.outbound();
            };
        }
    }

    /// Fails only where the journal does.
    public Future<Foreseen> of(Wish wish) {
        return journal.peek(wish.tenant(), wish.lane(), wish.direction())
                .compose(
                        opened ->
                                opened.map(
                                                lane ->
                                                        fetched(lane)
                                                                .compose(
                                                                        whole ->
                                                                                run(
                                                                                        decided(
                                                                                                whole,
                                                                                                wish),
                                                                                        true)))
                                        .orElseGet(
                                                () ->
                                                        Future.succeededFuture(
                                                                new Foreseen.Unknown())));
    }

    private Future<Opened> fetched(Opened lane) {
        return Bodies.left(lane.pending()) == 0
                ? Future.succeededFuture(lane)
                : journal.bodies(lane.lease().tenant(), Bodies.heavy(lane.pending()))
                        .map(lane::fetched);
    }

    /// The lane as it would be opened after the decision. Nobody else's attempt is looked into.
    private Opened decided(Opened lane, Wish wish) {
        List<ParkedItem> parked = new ArrayList<>();
        for (ParkedItem item : lane.parked()) {
            parked.add(
                    item.id().equals(wish.parked())
                            ? new ParkedItem(
                                    item.id(),
                                    item.kind(),
                                    item.reason(),
                                    item.group(),
                                    item.changes(),
                                    Optional.of(wish.resolution()))
                            : item);
        }
        List<Pending> pending = new ArrayList<>(lane.pending());
        wish.edit().ifPresent(edit -> pending.add(edited(lane, wish, edit)));
        return new Opened(
                lane.lease(),
                lane.flow(),
                lane.record(),
                lane.side(),
                lane.link(),
                pending,
                lane.attempt(),
                parked,
                lane.touched(),
                lane.tries(),
                lane.since(),
                lane.members());
    }

    private Pending edited(Opened lane, Wish wish, Value.Obj edit) {
        return new Pending(
                dice.id(),
                record(lane, wish.side()).orElse(lane.record()),
                wish.side(),
                Long.MAX_VALUE,
                Optional.empty(),
                false,
                Bytes.copyOf(JsonText.write(edit)),
                false,
                clock.now(),
                true);
    }

    private Optional<RecordRef> record(Opened lane, Side side) {
        Optional<Flow> flow = flows.flow(lane.lease().tenant(), lane.flow());
        return flow.flatMap(known -> Round.first(lane, known).record(side));
    }

    private Future<Foreseen> run(Opened opened, boolean mayTurn) {
        DryRun dry = new DryRun(journal, remote, opened);
        Engine.Shared shared =
                new Engine.Shared(
                        dry.journal(),
                        flows,
                        new Breakers(dry, dry.journal(), clock),
                        pace,
                        _ -> {});
        Tenure tenure = new Tenure(dry.journal(), clock, pace.lease(), _ -> {});
        Crossing crossing = Engine.crossing(shared, tenure, clock, dice);
        return tenure.begin()
                .compose(_ -> crossing.cross(opened.lease()))
                .eventually(tenure::end)
                .compose(_ -> told(dry, opened, mayTurn));
    }

    private Future<Foreseen> told(DryRun dry, Opened opened, boolean mayTurn) {
        if (dry.write().isPresent()) {
            return Future.succeededFuture(dry.write().get());
        }
        Settlement settlement = dry.settlement().orElse(null);
        if (settlement == null) {
            return Future.succeededFuture(
                    new Foreseen.Waiting("It cannot be told now: try again in a moment."));
        }
        if (!settlement.park().isEmpty()) {
            return Future.succeededFuture(
                    new Foreseen.Parked(settlement.park().getFirst().sentence()));
        }
        return switch (settlement.next()) {
            case Next.Other _ when mayTurn -> run(turned(opened), false);
            case Next.At at -> Future.succeededFuture(new Foreseen.Waiting(at.why()));
            case Next.Closing wait -> Future.succeededFuture(new Foreseen.Waiting(wait.why()));
            case Next.When when -> Future.succeededFuture(new Foreseen.Waiting(when.why()));
            case Next.AfterCreate wait -> Future.succeededFuture(new Foreseen.Waiting(wait.why()));
            case Next.Other _, Next.Rest _, Next.Later _ ->
                    Future.succeededFuture(new Foreseen.Settled(sentence(settlement)));
        };
    }

    private static String sentence(Settlement settlement) {
        return settlement.unpark().stream()
                .map(Settling.ClosedParked::sentence)
                .findFirst()
                .or(() -> settlement.outcomes().stream().map(Outcome::sentence).findFirst())
                .orElse(NOTHING);
    }

    /// What is to be written belongs to the other direction's worker.
    private static Opened turned(Opened opened) {
        Lease lease = opened.lease();
        return new Opened(
                new Lease(
                        lease.tenant(),
                        lease.lane(),
                        lease.epoch(),
                        lease.direction().target().outbound()),
                opened.flow(),
                opened.record(),
                opened.side(),
                opened.link(),
                opened.pending(),
                opened.attempt(),
                opened.parked(),
                opened.touched(),
                opened.tries(),
                opened.since(),
                opened.members());
    }
}
