package drawbridge.simulator;

import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Settling;
import drawbridge.mapping.Direction;
import drawbridge.mapping.Side;

import io.vertx.core.Future;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variants behind [Planted] that are put in at the journal, where lanes are leased and
/// settled.
final class LaneBugs {

    private LaneBugs() {}

    static Sabotage noFence(SimWorld world) {
        return Bugs.journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Void> settle(Settlement settlement) {
                                return super.settle(settlement)
                                        .recover(
                                                failure ->
                                                        failure instanceof Journal.Fenced
                                                                ? super.settle(
                                                                        with(
                                                                                settlement,
                                                                                world.journal
                                                                                        .present(
                                                                                                settlement
                                                                                                        .lease()),
                                                                                settlement.done(),
                                                                                settlement.next()))
                                                                : Future.failedFuture(failure));
                            }
                        });
    }

    private static Settling.Settlement with(
            Settling.Settlement now,
            Journal.Lease lease,
            Map<Side, Long> done,
            Settling.Next next) {
        return new Settling.Settlement(
                lease,
                done,
                now.link(),
                now.uses(),
                now.renewed(),
                now.attempt(),
                now.outcomes(),
                now.park(),
                now.unpark(),
                now.touch(),
                now.wake(),
                now.seen(),
                next);
    }

    static Sabotage noAttempt(SimWorld world) {
        return Bugs.journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Attempted> attempt(Attempt attempt) {
                                return Future.succeededFuture(Attempted.GO);
                            }
                        });
    }

    static Sabotage doneTooMuch(SimWorld world) {
        return Bugs.journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Void> settle(Settlement settlement) {
                                Map<Side, Long> more = new HashMap<>(settlement.done());
                                more.replaceAll((_, sequence) -> sequence + 1);
                                return super.settle(
                                        with(
                                                settlement,
                                                settlement.lease(),
                                                more,
                                                settlement.next()));
                            }
                        });
    }

    static Sabotage leasesForgotten(SimWorld world) {
        return Bugs.journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public void listen(Session session, Hints hints) {
                                super.listen(
                                        session,
                                        new Hints() {
                                            @Override
                                            public void due(Direction direction) {
                                                hints.due(direction);
                                            }

                                            @Override
                                            public void handedOver(List<Lease> leases) {
                                                hints.handedOver(leases);
                                            }

                                            @Override
                                            public void inDoubt() {}
                                        });
                            }
                        });
    }

    static Sabotage waitForgotten(SimWorld world) {
        return resting(Settling.Next.At.class);
    }

    static Sabotage parentForgotten(SimWorld world) {
        return resting(Settling.Next.When.class);
    }

    private static Sabotage resting(Class<? extends Settling.Next> instead) {
        return Bugs.journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Void> settle(Settlement settlement) {
                                return super.settle(
                                        instead.isInstance(settlement.next())
                                                ? with(
                                                        settlement,
                                                        settlement.lease(),
                                                        settlement.done(),
                                                        new Settling.Next.Rest())
                                                : settlement);
                            }
                        });
    }
}
