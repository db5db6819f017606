package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Hints;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.mapping.Direction;
import drawbridge.sync.Decision;
import drawbridge.sync.Rules;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One worker of one direction, ready to run on one context: it leases lanes under a session of its
/// own and crosses them until it is stopped. Where the session may have leases of which nobody was
/// told, a further worker takes its place, and nobody's lane waits for what the first one has at
/// hand.
public final class Engine {

    private final Direction direction;
    private final Shared shared;
    private final Clock clock;
    private final Dice dice;
    private final Journal journal;
    private Shift shift;

    /// The one before, while it has lanes at hand. There is one at most: a doubt that comes
    /// meanwhile waits for it.
    private Optional<Shift> former = Optional.empty();

    private boolean beginning;
    private boolean stopped;

    /// The work under one session.
    private record Shift(Tenure tenure, Worker worker) {

        Future<Void> stop() {
            return worker.stop().compose(_ -> tenure.end());
        }
    }

    /// What all engines of a process share. Its parts may be called from any thread.
    public static final class Shared {

        private final Journal journal;
        private final Flows flows;
        private final Breakers remote;
        private final Enrichments enrichments;
        private final Pace pace;
        private final Rules rules;
        private final Consumer<Decision> decided;
        private final Retry.Memory failed = new Retry.Memory();

        /// What the service is made of.
        ///
        /// @param remote the systems behind their breakers
        /// @param decided told of each decision before it is carried out, on the engine's context
        public Shared(
                Journal journal,
                Flows flows,
                Breakers remote,
                Pace pace,
                Consumer<Decision> decided) {
            this(journal, flows, remote, pace, Rules.SHIPPED, decided);
        }

        /// @param rules in place of those of the service
        public Shared(
                Journal journal,
                Flows flows,
                Breakers remote,
                Pace pace,
                Rules rules,
                Consumer<Decision> decided) {
            this.journal = journal;
            this.flows = flows;
            this.remote = remote;
            this.enrichments = new Enrichments(pace.enrichments());
            this.pace = pace;
            this.rules = rules;
            this.decided = decided;
        }
    }

    /// @param clock on the context of this engine
    public Engine(Direction direction, Shared shared, Clock clock, Dice dice) {
        this.direction = direction;
        this.shared = shared;
        this.clock = clock;
        this.dice = dice;
        this.journal = shared.journal;
        this.shift = shift();
    }

    /// Begins a session and starts to claim.
    public Future<Void> start() {
        Shift first = shift;
        return first.tenure.begin().onSuccess(_ -> first.worker.start());
    }

    /// Claims nothing more, lets the lanes at hand settle, and ends the session.
    public Future<Void> stop() {
        stopped = true;
        Future<Void> before = former.map(Shift::stop).orElseGet(Future::succeededFuture);
        return Future.join(shift.stop(), before).mapEmpty();
    }

    private Shift shift() {
        Worker[] worker = new Worker[1];
        Tenure tenure =
                new Tenure(
                        journal,
                        clock,
                        shared.pace.lease(),
                        session -> listen(session, java.util.Objects.requireNonNull(worker[0])));
        worker[0] =
                new Worker(
                        direction,
                        journal,
                        tenure,
                        crossing(shared, tenure, clock, dice),
                        clock,
                        shared.pace,
                        this::relieve);
        return new Shift(tenure, worker[0]);
    }

    /// A session that may have leases of which nobody knows ends when what is at hand under it is
    /// settled. If the next one cannot begin, it is asked for again.
    private void relieve() {
        if (beginning || stopped || former.isPresent()) {
            return;
        }
        beginning = true;
        Shift next = shift();
        next.tenure
                .begin()
                .onComplete(
                        begun -> {
                            beginning = false;
                            if (begun.succeeded() && stopped) {
                                next.tenure.end().onFailure(_ -> {});
                            } else if (begun.succeeded()) {
                                relieveBy(next);
                            }
                        });
    }

    private void relieveBy(Shift next) {
        Shift before = shift;
        shift = next;
        former = Optional.of(before);
        before.tenure.leave();
        before.worker
                .retire()
                .compose(_ -> before.tenure.end())
                .onComplete(_ -> former = Optional.empty());
        next.worker.start();
    }

    private void listen(Session session, Worker worker) {
        journal.listen(
                session,
                new Hints() {
                    @Override
                    public void due(Direction due) {
                        worker.wake(due);
                    }

                    @Override
                    public void handedOver(List<Lease> leases) {
                        worker.take(leases);
                    }

                    @Override
                    public void inDoubt() {
                        worker.doubt();
                    }
                });
    }

    static Crossing crossing(Shared shared, Tenure tenure, Clock clock, Dice dice) {
        Journal journal = shared.journal;
        Breakers remote = shared.remote;
        Pace pace = shared.pace;
        Backoff backoff = new Backoff(dice);
        Patience patience = new Patience(tenure, clock, backoff);
        Park park = new Park(dice);
        Waits waits = new Waits(clock);
        Conclusion conclusion = new Conclusion(park, waits);
        Retry retry = new Retry(clock, backoff, remote, shared.failed);
        Failures failures = new Failures(retry, park, clock, pace);
        Seeing seeing = new Seeing(remote, shared.enrichments, clock, pace);
        Partners partners = new Partners(journal, patience, remote, clock, pace);
        Parents parents = new Parents(journal, patience);
        Recovery recovery =
                new Recovery(
                        partners,
                        seeing,
                        new Rebuild(parents, shared.rules),
                        new Foundlings(journal, patience, parents, seeing, remote),
                        remote);
        Writing writing = new Writing(journal, remote, tenure, patience, clock, dice, pace);
        return new Crossing(
                journal,
                shared.flows,
                clock,
                new Crossing.Parts(
                        new Look(parents, seeing, partners, clock, pace),
                        new Merger(writing, failures, new MergeEnd(park, waits)),
                        recovery,
                        new Creator(writing, recovery, seeing, conclusion, failures, park),
                        new Remaker(writing, recovery, seeing, conclusion, failures),
                        new Burial(
                                partners,
                                writing,
                                failures,
                                conclusion,
                                journal,
                                patience,
                                dice,
                                shared.decided),
                        new Counting(
                                journal, remote, tenure, patience, retry, waits, clock, dice, pace),
                        new Unsettled(journal, patience, clock, waits, conclusion),
                        new Expansion(journal, patience, clock, dice, conclusion),
                        conclusion,
                        failures,
                        patience,
                        shared.rules,
                        shared.decided));
    }
}
