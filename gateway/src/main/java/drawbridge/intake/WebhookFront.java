package drawbridge.intake;

import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How far behind the webhooks of each list are: a sweep leaves to them what they have not reached
/// yet.
///
/// A system that changes thousands of records at once delivers their webhooks one after the other,
/// for minutes. Whoever called those missed that are still under way would read everything twice.
/// The delay is that of the webhook that was sent the soonest after its change, by the sender's own
/// clock: one that comes late alone says nothing, and a clock that is wrong does no harm. It is
/// believed only while webhooks keep arriving, and never holds back a row for longer than
/// [#LONGEST]: what really was missed is found a little later, not never.
///
/// Safe for any thread. Kept in memory alone: without it, a sweep reads more than it had to.
public final class WebhookFront {

    /// Webhooks of a list that have been silent for this long (at most twice) say nothing any more.
    static final Duration MEMORY = Duration.ofSeconds(5);

    /// A row this old is taken, however far behind the webhooks are.
    static final Duration LONGEST = Duration.ofMinutes(3);

    private record Key(TenantId tenant, ResourceName resource) {}

    /// The shortest delay in the present stretch of time and in the one before.
    private record Delay(long began, Optional<Duration> now, Optional<Duration> before) {

        static Delay unknown(long nanos) {
            return new Delay(nanos, Optional.empty(), Optional.empty());
        }

        Delay at(long nanos) {
            long stretches = (nanos - began) / MEMORY.toNanos();
            return stretches == 0
                    ? this
                    : new Delay(
                            began + stretches * MEMORY.toNanos(),
                            Optional.empty(),
                            stretches == 1 ? now : Optional.empty());
        }

        Delay with(Duration one) {
            return new Delay(began, Optional.of(shorter(one, now)), before);
        }

        Duration shortest() {
            return now.map(one -> shorter(one, before)).or(() -> before).orElse(Duration.ZERO);
        }

        private static Duration shorter(Duration one, Optional<Duration> other) {
            return other.filter(known -> known.compareTo(one) < 0).orElse(one);
        }
    }

    private final LongSupplier nanos;
    private final Map<Key, Delay> delays = new ConcurrentHashMap<>();

    /// @param nanos a clock that never goes back
    public WebhookFront(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// A webhook came.
    ///
    /// @param changed when the record changed
    /// @param sent when the webhook was sent, by the same clock
    void arrived(TenantId tenant, ResourceName resource, Instant changed, Instant sent) {
        long now = nanos.getAsLong();
        Duration delay = Duration.between(changed, sent);
        Delay _ =
                delays.compute(
                        new Key(tenant, resource),
                        (_, known) ->
                                (known == null ? Delay.unknown(now) : known.at(now)).with(delay));
    }

    /// By how much the webhooks of a list are behind; never negative, never above [#LONGEST].
    Duration behind(TenantId tenant, ResourceName resource) {
        Delay known = delays.get(new Key(tenant, resource));
        if (known == null) {
            return Duration.ZERO;
        }
        Duration shortest = known.at(nanos.getAsLong()).shortest();
        if (shortest.isNegative()) {
            return Duration.ZERO;
        }
        return shortest.compareTo(LONGEST) > 0 ? LONGEST : shortest;
    }
}
