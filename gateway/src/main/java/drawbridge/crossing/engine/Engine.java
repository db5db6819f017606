package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Hints;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.mapping.Direction;
import drawbridge.sync.Decision;
import drawbridge.sync.Rules;

import io.vertx.core.Future;

import java.util.List;
import java.util.function.Consumer;

/// One worker of one direction, ready to run on one context: it leases lanes under a session of its
/// own and crosses them until it is stopped.
public final class Engine {

    private final Journal journal;
    private final Tenure tenure;
    private final Worker worker;

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
        this.journal = shared.journal;
        this.tenure = new Tenure(journal, clock, shared.pace.lease(), this::listen);
        this.worker =
                new Worker(
                        direction,
                        journal,
                        tenure,
                        crossing(shared, tenure, clock, dice),
                        clock,
                        shared.pace);
    }

    /// Begins a session and starts to claim.
    public Future<Void> start() {
        return tenure.begin().onSuccess(_ -> worker.start());
    }

    /// Claims nothing more, lets the lanes at hand settle, and ends the session.
    public Future<Void> stop() {
        return worker.stop().compose(_ -> tenure.end());
    }

    private void listen(Session session) {
        journal.listen(
                session,
                new Hints() {
                    @Override
                    public void due(Direction direction) {
                        worker.wake(direction);
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
                new Recovery(partners, seeing, new Rebuild(parents, shared.rules), remote);
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
                                partners, writing, failures, conclusion, journal, patience, dice),
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
