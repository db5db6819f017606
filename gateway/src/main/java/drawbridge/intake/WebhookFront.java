package drawbridge.intake;

import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How far behind the webhooks of each system are: a sweep leaves to them what they have not
/// reached yet.
///
/// A system that changes thousands of records at once delivers their webhooks one after the other,
/// for minutes. Whoever called those missed that are still under way would read everything twice.
/// The delay is that of the webhook that was sent the soonest after its change, by the sender's own
/// clock: one that comes late alone says nothing, and a clock that is wrong does no harm. It is
/// believed only while webhooks keep arriving, and never holds back a row for longer than
/// [#LONGEST]: what really was missed is found a little later, not never.
///
/// A list is as far behind as the worst of its system: many systems send from one queue, in which
/// the turn of this list's last changes has not come. After a start nothing is known for a moment,
/// while senders that met a closed door come back: until then young rows are left to them.
///
/// Safe for any thread. Kept in memory alone: without it, a sweep reads more than it had to.
public final class WebhookFront {

    /// Webhooks of a list that have been silent for this long (at most twice) say nothing any more.
    static final Duration MEMORY = Duration.ofSeconds(5);

    /// A row this old is taken, however far behind the webhooks are.
    static final Duration LONGEST = Duration.ofMinutes(3);

    /// How soon after a start those come back who found nobody: see [#starting].
    static final Duration RETURN = Duration.ofSeconds(7);

    private record Key(TenantId tenant, ResourceName resource) {

        boolean isOf(TenantId its, String system) {
            return tenant.equals(its) && resource.system().equals(system);
        }
    }

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

        Optional<Duration> shortest() {
            return now.map(one -> shorter(one, before)).or(() -> before);
        }

        private static Duration shorter(Duration one, Optional<Duration> other) {
            return other.filter(known -> known.compareTo(one) < 0).orElse(one);
        }
    }

    private final LongSupplier nanos;
    private final long unknownUntil;
    private final Map<Key, Delay> delays = new ConcurrentHashMap<>();

    private WebhookFront(LongSupplier nanos, Duration unknown) {
        this.nanos = nanos;
        this.unknownUntil = nanos.getAsLong() + unknown.toNanos();
    }

    /// Of a process that has been up for long.
    ///
    /// @param nanos a clock that never goes back
    public WebhookFront(LongSupplier nanos) {
        this(nanos, Duration.ZERO);
    }

    /// Of a process that starts now.
    ///
    /// @param nanos a clock that never goes back
    public static WebhookFront starting(LongSupplier nanos) {
        return new WebhookFront(nanos, RETURN);
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

    /// By how much the webhooks of a system are behind; never negative, never above [#LONGEST].
    Duration behind(TenantId tenant, String system) {
        long now = nanos.getAsLong();
        return delays.keySet().stream()
                .filter(key -> key.isOf(tenant, system))
                .flatMap(key -> shortest(key, now).stream())
                .max(Duration::compareTo)
                .or(() -> unknownUntil - now > 0 ? Optional.of(LONGEST) : Optional.empty())
                .filter(delay -> !delay.isNegative())
                .map(delay -> delay.compareTo(LONGEST) > 0 ? LONGEST : delay)
                .orElse(Duration.ZERO);
    }

    private Optional<Duration> shortest(Key key, long now) {
        return Optional.ofNullable(delays.get(key)).flatMap(known -> known.at(now).shortest());
    }
}
