package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals;
import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Receipt;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Once;
import drawbridge.intake.IntakeMeters.Refused;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Where every request that was taken meets the journal. Succeeds only after the commit; whatever
/// goes wrong is told as "not now", never as taken.
final class Appending {

    private static final Logger LOG = LoggerFactory.getLogger(Appending.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Arrivals journal;
    private final IntakeMeters meters;
    private final LongSupplier nanos;
    private final AtomicLong toldAt;
    private final AtomicInteger untold = new AtomicInteger();

    /// @param nanos a clock that never goes back
    Appending(Arrivals journal, IntakeMeters meters, LongSupplier nanos) {
        this.journal = journal;
        this.meters = meters;
        this.nanos = nanos;
        this.toldAt = new AtomicLong(nanos.getAsLong() - QUIET_NANOS);
    }

    /// @return fails with [Refusal] alone
    Future<List<Receipt>> append(Delivery delivery) {
        return journal.append(delivery)
                // A commit that comes too late is found again by the delivery's identity.
                .timeout(PublicServer.COMMIT_TIME.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(receipts -> count(delivery, receipts))
                .recover(
                        failure -> {
                            if (failure instanceof Once.Used) {
                                return Future.failedFuture(Refusal.keyUsed());
                            }
                            tell(failure);
                            return Future.failedFuture(
                                    Refusal.later(Refused.JOURNAL, "The journal did not answer."));
                        });
    }

    private void count(Delivery delivery, List<Receipt> receipts) {
        if (receipts.isEmpty()) {
            return;
        }
        boolean again = receipts.stream().allMatch(Receipt::duplicate);
        if (again && delivery.trigger() != Trigger.POLL) {
            meters.duplicate(delivery.trigger());
        }
        if (again) {
            return;
        }
        long stored = receipts.stream().filter(receipt -> !receipt.duplicate()).count();
        long unreadable =
                delivery.changes().stream()
                        .filter(change -> change.unreadable().isPresent())
                        .count();
        meters.stored(delivery.trigger(), Math.toIntExact(stored), unreadable);
    }

    /// At most one line a second, however many requests fail.
    private void tell(Throwable failure) {
        long last = toldAt.get();
        long now = nanos.getAsLong();
        if (now - last < QUIET_NANOS || !toldAt.compareAndSet(last, now)) {
            untold.incrementAndGet();
            return;
        }
        LOG.atWarn()
                .addKeyValue("cause", failure.toString())
                .addKeyValue("untold", untold.getAndSet(0))
                .log("The journal took no delivery");
    }
}
