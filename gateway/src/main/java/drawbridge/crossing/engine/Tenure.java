package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Journal.Session;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The session under which a process holds its leases: kept alive by a heartbeat, begun anew when
/// it was lost.
///
/// Whether leases still hold is judged on the monotonic clock, counted from when the last
/// successful heartbeat was *sent*: that is never later than what the journal counts from.
final class Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

    private final Journal journal;
    private final Clock clock;
    private final Duration length;
    private final Consumer<Session> onBegin;
    private Optional<Session> session = Optional.empty();
    private long holdsUntil;

    /// Somebody let go of a lane because the session seemed to be over. It is not prolonged after
    /// that: the lane would be leased for ever, with nobody at work on it.
    private boolean distrusted;

    private boolean stopped;

    /// @param onBegin told of each new session
    Tenure(Journal journal, Clock clock, Duration length, Consumer<Session> onBegin) {
        this.journal = journal;
        this.clock = clock;
        this.length = length;
        this.onBegin = onBegin;
    }

    Future<Void> begin() {
        long sent = clock.monotonicNanos();
        return journal.begin(length)
                .compose(
                        begun -> {
                            if (stopped) {
                                return journal.end(begun);
                            }
                            session = Optional.of(begun);
                            holdsUntil = sent + length.toNanos();
                            distrusted = false;
                            onBegin.accept(begun);
                            beatLater(begun);
                            return Future.<Void>succeededFuture();
                        });
    }

    /// The present session, while its leases hold.
    Optional<Session> session() {
        return holds() ? session : Optional.empty();
    }

    boolean holds() {
        return session.isPresent() && !distrusted && clock.monotonicNanos() - holdsUntil < 0;
    }

    /// Fails when the leases may belong to others by now. Whoever asks lets go of the lane then;
    /// this session ends, and a new one begins with the next heartbeat.
    void check() {
        if (!holds()) {
            distrusted = true;
            throw new Fenced("this process was silent for too long: its leases may have ended");
        }
    }

    /// To be taken before the journal is asked whether a lane is still leased, and checked before
    /// the effect that rests on the answer: fails like [#check], and when another session has begun
    /// in between, which says nothing about the leases of this one.
    Runnable hold() {
        Optional<Session> held = session;
        return () -> {
            if (!session.equals(held)) {
                throw new Fenced("the session ended while the journal was asked");
            }
            check();
        };
    }

    Future<Void> end() {
        stopped = true;
        return session.map(journal::end).orElseGet(Future::succeededFuture);
    }

    /// Nothing more is handed over to it; its leases hold until it ends.
    void leave() {
        session.ifPresent(journal::leave);
    }

    private void beatLater(Session of) {
        clock.after(length.dividedBy(4)).onSuccess(_ -> beat(of));
    }

    private void beat(Session of) {
        if (stopped || !session.equals(Optional.of(of))) {
            return;
        }
        if (distrusted) {
            lost();
            return;
        }
        long sent = clock.monotonicNanos();
        journal.heartbeat(of)
                .onSuccess(_ -> prolong(of, sent))
                .onFailure(failure -> missed(of, failure));
    }

    private void prolong(Session of, long sent) {
        if (!session.equals(Optional.of(of))) {
            return;
        }
        if (distrusted) {
            lost();
            return;
        }
        holdsUntil = sent + length.toNanos();
        beatLater(of);
    }

    private void missed(Session of, Throwable failure) {
        if (!(failure instanceof Fenced)) {
            LOG.atWarn().setCause(failure).log("A heartbeat failed");
            beatLater(of);
        } else if (session.equals(Optional.of(of))) {
            lost();
        }
    }

    private void lost() {
        LOG.atWarn().log("The session was lost: a new one begins");
        session = Optional.empty();
        beginAgain();
    }

    private void beginAgain() {
        if (!stopped) {
            begin().onFailure(_ -> clock.after(length.dividedBy(4)).onSuccess(_ -> beginAgain()));
        }
    }
}
