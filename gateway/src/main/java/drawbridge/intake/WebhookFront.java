package drawbridge.intake;

import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How far the webhooks of each system have come: a sweep leaves to them what they have not reached
/// yet.
///
/// A system that changes thousands of records at once delivers their webhooks one after the other,
/// for minutes. Whoever called those missed that are still under way would read everything twice.
/// Webhooks have come as far as the latest change that one of them told, by the sender's own clock:
/// one that comes late says nothing, and a clock that is wrong does no harm. That is believed only
/// while webhooks keep arriving, and the patience of a list has an end: what really was missed is
/// found a little later, not never.
///
/// A list has come as far as the slowest of its system: many systems send from one queue, in which
/// the turn of this list's last changes has not come. After a start nothing is known for a moment,
/// while senders that met a closed door come back: until then young rows are left to them.
///
/// Safe for any thread. Kept in memory alone: without it, a sweep reads more than it had to.
public final class WebhookFront {

    /// Webhooks of a list that have been silent for this long (at most twice) say nothing any more.
    static final Duration MEMORY = Duration.ofSeconds(5);

    /// How soon after a start those come back who found nobody: see [#starting].
    static final Duration RETURN = Duration.ofSeconds(7);

    private record Key(TenantId tenant, ResourceName resource) {

        boolean isOf(TenantId its, String system) {
            return tenant.equals(its) && resource.system().equals(system);
        }
    }

    /// The latest change told in the present stretch of time and in the one before.
    private record Reach(long began, Optional<Instant> now, Optional<Instant> before) {

        static Reach unknown(long nanos) {
            return new Reach(nanos, Optional.empty(), Optional.empty());
        }

        Reach at(long nanos) {
            long stretches = (nanos - began) / MEMORY.toNanos();
            return stretches == 0
                    ? this
                    : new Reach(
                            began + stretches * MEMORY.toNanos(),
                            Optional.empty(),
                            stretches == 1 ? now : Optional.empty());
        }

        Reach with(Instant one) {
            return new Reach(began, Optional.of(later(one, now)), before);
        }

        Optional<Instant> latest() {
            return now.map(one -> later(one, before)).or(() -> before);
        }

        private static Instant later(Instant one, Optional<Instant> other) {
            return other.filter(known -> known.isAfter(one)).orElse(one);
        }
    }

    private final LongSupplier nanos;
    private final long unknownUntil;
    private final Map<Key, Reach> reaches = new ConcurrentHashMap<>();

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
    /// @param changed when the record changed, by the sender's clock
    void arrived(TenantId tenant, ResourceName resource, Instant changed) {
        long now = nanos.getAsLong();
        Reach _ =
                reaches.compute(
                        new Key(tenant, resource),
                        (_, known) ->
                                (known == null ? Reach.unknown(now) : known.at(now)).with(changed));
    }

    /// What changed until then was told by the webhooks of the system, or was missed; [Instant#MAX]
    /// where webhooks say nothing.
    Instant reached(TenantId tenant, String system) {
        long now = nanos.getAsLong();
        return reaches.entrySet().stream()
                .filter(reach -> reach.getKey().isOf(tenant, system))
                .flatMap(reach -> reach.getValue().at(now).latest().stream())
                .min(Comparator.naturalOrder())
                .orElse(unknownUntil - now > 0 ? Instant.MIN : Instant.MAX);
    }
}
