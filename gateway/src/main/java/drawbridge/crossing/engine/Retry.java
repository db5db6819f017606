package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.Settling.Next;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a failed call means for its lane: wait, and until when, or give up.
final class Retry {

    /// How often an answer that fits no class is tried before it is a dead letter.
    static final int UNEXPLAINED = 3;

    /// A suspended connection wakes its lanes when it goes on; this is for what that missed, as
    /// does a lane that comes to rest at that very moment: soon at first, then ever more seldom.
    private static final Duration CREDENTIAL = Duration.ofSeconds(10);

    private static final int MOST_DOUBLINGS = 5;

    private static final int REMEMBERED = 10_000;

    private final Clock clock;
    private final Backoff backoff;
    private final Breakers breakers;

    private final Memory memory;

    /// Since which try of its lane a system fails.
    private record Failing(String system, int since) {}

    /// What all engines of a process know of failures in a row, whichever has the lane at hand. A
    /// restart only grants further tries.
    static final class Memory {

        /// Unexplained failures in a row.
        private final Map<LaneId, Integer> unexplained = remembering();

        /// A lane that waited for one system begins anew with the other.
        private final Map<LaneId, Failing> failing = remembering();

        private static <T> Map<LaneId, T> remembering() {
            return new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<LaneId, T> eldest) {
                    return size() > REMEMBERED;
                }
            };
        }

        /// How often in a row it was this system that failed.
        private synchronized int tries(Opened opened, String system) {
            Failing before = failing.get(opened.lease().lane());
            Failing now =
                    before == null
                            ? new Failing(system, 0)
                            : before.system.equals(system) && before.since <= opened.tries()
                                    ? before
                                    : new Failing(system, opened.tries());
            failing.put(opened.lease().lane(), now);
            return opened.tries() - now.since;
        }

        private synchronized void forgetUnexplained(LaneId lane) {
            unexplained.remove(lane);
        }

        /// Whether it is the last that is borne with; then it begins anew.
        private synchronized boolean isTooMuch(LaneId lane) {
            boolean last = unexplained.merge(lane, 1, Integer::sum) >= UNEXPLAINED;
            if (last) {
                unexplained.remove(lane);
            }
            return last;
        }
    }

    Retry(Clock clock, Backoff backoff, Breakers breakers, Memory memory) {
        this.memory = memory;
        this.clock = clock;
        this.backoff = backoff;
        this.breakers = breakers;
    }

    /// When to try again; empty = never by itself.
    ///
    /// @param system the one that was called
    Optional<Next> after(Opened opened, String system, Throwable failure) {
        LaneId lane = opened.lease().lane();
        if (opened.tries() == 0 || !isUnexplained(failure)) {
            memory.forgetUnexplained(lane);
        }
        String why = String.valueOf(failure.getMessage());
        int tries = memory.tries(opened, system);
        if (failure instanceof CrossingFailure.Transient slow) {
            return Optional.of(later(slow, opened, system, tries, why));
        }
        if (failure instanceof CrossingFailure.Credential) {
            Duration wait = CREDENTIAL.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
            return Optional.of(at(backoff.noEarlierThan(wait), "suspended: " + why));
        }
        if (isUnexplained(failure) && memory.isTooMuch(lane)) {
            return Optional.empty();
        }
        return Optional.of(at(backoff.after(tries), why));
    }

    /// Which of two systems a look failed at, as far as one of them is known to be down.
    String blamed(TenantId tenant, String source, String target) {
        return breakers.isOpen(tenant, target) && !breakers.isOpen(tenant, source)
                ? target
                : source;
    }

    private Next later(
            CrossingFailure.Transient slow, Opened opened, String system, int tries, String why) {
        TenantId tenant = opened.lease().tenant();
        if (slow.retryAfter().isPresent()) {
            Duration asked = slow.retryAfter().get();
            Duration own = backoff.after(0);
            return at(backoff.noEarlierThan(asked.compareTo(own) > 0 ? asked : own), why);
        }
        if (!breakers.isOpen(tenant, system)) {
            return at(backoff.after(tries), why);
        }
        Duration wait =
                breakers.turn(tenant, system)
                        .map(backoff::noEarlierThan)
                        .orElseGet(backoff::untilWoken);
        return new Next.Closing(system, clock.now().plus(wait), why);
    }

    private Next.At at(Duration delay, String why) {
        return new Next.At(clock.now().plus(delay), why);
    }

    /// Also a fault of our own: it must not turn a lane for ever.
    private static boolean isUnexplained(Throwable failure) {
        return failure instanceof CrossingFailure.Unexplained
                || failure instanceof CrossingFailure.BadRecord
                || !(failure instanceof CrossingFailure);
    }
}
