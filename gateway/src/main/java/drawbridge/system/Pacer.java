package drawbridge.system;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.CrossingFailure.Facts;
import drawbridge.mapping.SystemSpec.Rate;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// Keeps the calls of one tenant to one system within their rates, by token buckets. Replicas share
/// a rate in equal parts, as many as are alive; what that gets wrong for a moment the system says
/// itself, by 429.
///
/// A call that must wait a little waits here, without a thread and without a slot of the
/// [Turnstile]. One that would wait for most of its time is told how long at once, and its lane
/// waits in its place: a rate is never an error of a record.
final class Pacer {

    /// Beyond this part of its time a call does not wait here.
    private static final int MOST = 2;

    private record Made(List<Rate> rates, int replicas, Bucket bucket) {}

    private final Vertx vertx;
    private final LongSupplier nanos;
    private final IntSupplier replicas;
    private @Nullable Made all;
    private @Nullable Made searches;

    /// @param nanos a clock that never goes back
    Pacer(Vertx vertx, LongSupplier nanos, IntSupplier replicas) {
        this.vertx = vertx;
        this.nanos = nanos;
        this.replicas = replicas;
    }

    /// Completes when the call may be made.
    ///
    /// @param within the time that the call has
    /// @return fails with [CrossingFailure.Transient] alone
    Future<Void> turn(List<Rate> rates, List<Rate> searchRates, Duration within) {
        if (rates.isEmpty() && searchRates.isEmpty()) {
            return Future.succeededFuture();
        }
        Duration wait;
        synchronized (this) {
            List<Bucket> buckets = new ArrayList<>();
            if (!rates.isEmpty()) {
                all = made(all, rates);
                buckets.add(all.bucket());
            }
            if (!searchRates.isEmpty()) {
                searches = made(searches, searchRates);
                buckets.add(searches.bucket());
            }
            wait = longest(buckets);
            if (wait.compareTo(within.dividedBy(MOST)) > 0) {
                return Future.failedFuture(tooMany(wait));
            }
            // What is taken now is paid for by who comes after.
            buckets.forEach(
                    bucket -> {
                        long _ = bucket.consumeIgnoringRateLimits(1);
                    });
        }
        return wait.isZero()
                ? Future.succeededFuture()
                : vertx.timer(Math.max(1, wait.toMillis() + 1), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private static Duration longest(List<Bucket> buckets) {
        long longest = 0;
        for (Bucket bucket : buckets) {
            longest =
                    Math.max(longest, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
        }
        return Duration.ofNanos(longest);
    }

    /// Another rate begins anew, and empty, so that a reload never lets more through.
    private Made made(@Nullable Made known, List<Rate> rates) {
        int parts = Math.max(1, replicas.getAsInt());
        if (known != null && known.rates().equals(rates) && known.replicas() == parts) {
            return known;
        }
        boolean first = known == null;
        LocalBucketBuilder builder =
                Bucket.builder()
                        .withCustomTimePrecision(
                                new TimeMeter() {
                                    @Override
                                    public long currentTimeNanos() {
                                        return nanos.getAsLong();
                                    }

                                    @Override
                                    public boolean isWallClockBased() {
                                        return false;
                                    }
                                });
        for (Rate rate : rates) {
            builder = builder.addLimit(bandwidth(rate, parts, first));
        }
        return new Made(rates, parts, builder.build());
    }

    /// So that no stretch of this length sees more than `calls`, also one that begins with a burst.
    private static Bandwidth bandwidth(Rate rate, int parts, boolean full) {
        long calls = Math.max(1, rate.calls() / parts);
        long burst = Math.clamp(rate.burst() / parts, 1, calls);
        return Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(calls - burst + 1, rate.per())
                .initialTokens(full ? burst : 0)
                .build();
    }

    private static CrossingFailure tooMany(Duration wait) {
        return new CrossingFailure.Transient(
                Facts.of("not sent: the rate that the system allows is used up"),
                Optional.of(wait),
                true);
    }
}
