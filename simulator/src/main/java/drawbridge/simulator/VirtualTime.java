package drawbridge.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/// A world's time: events happen in the order of their times, and those of one time in the order in
/// which they were planned. One thread, one random source: one seed gives one history.
final class VirtualTime {

    private record Event(Instant at, long n, Runnable what) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::n));
    final Random random;
    private Instant now = Instant.parse("2026-03-02T08:00:00Z");
    private long planned;
    private long steps;

    VirtualTime(long seed) {
        this.random = new Random(seed);
    }

    Instant now() {
        return now;
    }

    long steps() {
        return steps;
    }

    void after(Duration delay, Runnable what) {
        events.add(new Event(now.plus(delay), planned++, what));
    }

    void at(Instant time, Runnable what) {
        events.add(new Event(time.isBefore(now) ? now : time, planned++, what));
    }

    void runUntil(Instant end) {
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            Event next = events.poll();
            now = next.at();
            steps++;
            next.what().run();
        }
        now = end;
    }

    /// A delay between the two, in milliseconds.
    Duration between(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }

    boolean chance(double of) {
        return random.nextDouble() < of;
    }
}
