package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Fenced;
import drawbridge.crossing.engine.Settling.Taken;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;

/// Repeats calls to the journal while the leases hold: a lane must not be left leased with nobody
/// at work on it because the database was away for a moment.
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    /// So often in vain, and a person may want to know why.
    private static final int LOUD = 5;

    private final Tenure tenure;
    private final Clock clock;
    private final Backoff backoff;

    Patience(Tenure tenure, Clock clock, Backoff backoff) {
        this.tenure = tenure;
        this.clock = clock;
        this.backoff = backoff;
    }

    <T> Future<T> with(Supplier<Future<T>> call) {
        return with(call, 0);
    }

    private <T> Future<T> with(Supplier<Future<T>> call, int tries) {
        return call.get()
                .recover(
                        failure -> {
                            if (failure instanceof Fenced || failure instanceof Taken) {
                                return Future.failedFuture(failure);
                            }
                            tenure.check();
                            if (tries == LOUD) {
                                LOG.atWarn()
                                        .setCause(failure)
                                        .log(
                                                "The journal does not take a lane's work; tried again");
                            }
                            return clock.after(backoff.after(Math.min(tries, 3)))
                                    .compose(_ -> with(call, tries + 1));
                        });
    }
}
