package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.mapping.Direction;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Works off the lanes that are due in one direction, a bounded number at once, under one session.
/// It claims when a hint comes, when lanes become free after a full claim, and at least every
/// second.
///
/// When a claim or an append was not answered, lanes may be leased to the session that nobody knows
/// of. Then another worker takes its place at once, under a session of its own; this one works off
/// what it has at hand, and its session ends, with all its leases.
///
/// All calls must come on one context.
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Direction direction;
    private final Journal journal;
    private final Tenure tenure;
    private final Crossing crossing;
    private final Clock clock;
    private final Pace pace;
    private final Runnable doubting;
    private final Deque<Lease> handed = new ArrayDeque<>();
    private final Promise<Void> idle = Promise.promise();
    private int busy;
    private boolean claiming;
    private boolean more;

    /// A claim or an append failed, so that lanes may be leased to this session that nobody works
    /// on.
    private boolean doubtful;

    private boolean stopping;
    private boolean retiring;

    /// @param doubting asks for another worker in its place; called again while there is none
    Worker(
            Direction direction,
            Journal journal,
            Tenure tenure,
            Crossing crossing,
            Clock clock,
            Pace pace,
            Runnable doubting) {
        this.doubting = doubting;
        this.direction = direction;
        this.journal = journal;
        this.tenure = tenure;
        this.crossing = crossing;
        this.clock = clock;
        this.pace = pace;
    }

    void start() {
        tick();
    }

    private void tick() {
        if (!stopping && !retiring) {
            wake();
            clock.after(pace.claimEvery()).onSuccess(_ -> tick());
        }
    }

    /// Something may be due.
    void wake(Direction due) {
        if (due == direction) {
            wake();
        }
    }

    private void wake() {
        more = true;
        fill();
    }

    /// Takes lanes that were leased on its behalf. Those of the other direction are worked off as
    /// well: they are leased to this session, and the lane decides what is to be done.
    void take(List<Lease> leases) {
        leases.forEach(handed::addLast);
        fill();
    }

    /// Lanes may be leased on its behalf of which it was not told.
    void doubt() {
        doubtful = true;
        fill();
    }

    /// Claims nothing more; done when all that it was given is settled.
    Future<Void> retire() {
        retiring = true;
        endIfIdle();
        return idle.future();
    }

    /// Begins nothing more; done when all lanes at hand are settled.
    Future<Void> stop() {
        stopping = true;
        handed.clear();
        endIfIdle();
        return idle.future();
    }

    private void fill() {
        while (!stopping && busy < pace.lanes() && !handed.isEmpty()) {
            cross(handed.removeFirst());
        }
        if (doubtful && !stopping && !retiring) {
            doubting.run();
            return;
        }
        int free = pace.lanes() - busy;
        if (stopping || retiring || claiming || !more || free == 0) {
            return;
        }
        tenure.session().ifPresent(session -> claim(session, free));
    }

    private void claim(Journal.Session session, int free) {
        claiming = true;
        more = false;
        journal.claim(session, direction, free)
                .onComplete(
                        claimed -> {
                            claiming = false;
                            if (claimed.succeeded()) {
                                more |= claimed.result().size() == free;
                                claimed.result().forEach(handed::addLast);
                                fill();
                            } else if (!(claimed.cause() instanceof Journal.Fenced)) {
                                LOG.atWarn()
                                        .addKeyValue("direction", direction)
                                        .setCause(claimed.cause())
                                        .log("A claim failed");
                                doubt();
                            }
                            endIfIdle();
                        });
    }

    private void cross(Lease lease) {
        busy++;
        crossing.cross(lease)
                .onComplete(
                        _ -> {
                            busy--;
                            fill();
                            endIfIdle();
                        });
    }

    private void endIfIdle() {
        if ((stopping || retiring) && busy == 0 && handed.isEmpty() && !claiming) {
            boolean _ = idle.tryComplete();
        }
    }
}
