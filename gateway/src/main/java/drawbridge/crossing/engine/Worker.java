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

/// Works off the lanes that are due in one direction, a bounded number at once. It claims when a
/// hint comes, when lanes become free after a full claim, and at least every second.
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
    private final Deque<Lease> handed = new ArrayDeque<>();
    private final Promise<Void> idle = Promise.promise();
    private int busy;
    private boolean claiming;
    private boolean more;

    /// A claim or an append failed, so that lanes may be leased to this session that nobody works
    /// on.
    private boolean doubtful;

    private boolean stopping;

    Worker(
            Direction direction,
            Journal journal,
            Tenure tenure,
            Crossing crossing,
            Clock clock,
            Pace pace) {
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
        if (!stopping) {
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

    /// Lanes may be leased on its behalf of which it was not told: all leases are given back as
    /// soon as nothing is at hand.
    void doubt() {
        doubtful = true;
        fill();
    }

    /// Begins nothing more; done when all lanes at hand are settled.
    Future<Void> stop() {
        stopping = true;
        handed.clear();
        endIfIdle();
        return idle.future();
    }

    private void fill() {
        if (doubtful) {
            renewIfIdle();
            return;
        }
        while (!stopping && busy < pace.lanes() && !handed.isEmpty()) {
            cross(handed.removeFirst());
        }
        int free = pace.lanes() - busy;
        if (stopping || claiming || !more || free == 0) {
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
                                doubtful = true;
                            }
                            endIfIdle();
                        });
    }

    /// Gives all leases back by ending the session, once nothing is at hand under it. Tried again
    /// with the next tick.
    private void renewIfIdle() {
        if (busy == 0 && !claiming && !stopping) {
            handed.clear();
            claiming = true;
            tenure.renew()
                    .onComplete(
                            renewed -> {
                                claiming = false;
                                doubtful = renewed.failed();
                                endIfIdle();
                            });
        }
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
        if (stopping && busy == 0 && !claiming) {
            boolean _ = idle.tryComplete();
        }
    }
}
