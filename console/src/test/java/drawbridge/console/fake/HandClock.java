package drawbridge.console.fake;

import drawbridge.console.shell.Pulse;
import drawbridge.console.shell.Subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Time that passes when a test says so: the clock, and whatever is due by it, in order.
public final class HandClock extends Clock implements Pulse {

    private static final class Due {
        Instant at;
        final Optional<Duration> again;
        final Runnable work;

        Due(Instant at, Optional<Duration> again, Runnable work) {
            this.at = at;
            this.again = again;
            this.work = work;
        }
    }

    private final List<Due> all = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");

    public void pass(Duration time) {
        Instant until = now.plus(time);
        for (Optional<Due> next = next(until); next.isPresent(); next = next(until)) {
            Due due = next.get();
            now = due.at;
            due.again.ifPresentOrElse(
                    period -> due.at = due.at.plus(period), () -> all.remove(due));
            due.work.run();
        }
        now = until;
    }

    @Override
    public Subscription every(Duration period, Runnable work) {
        return add(new Due(now.plus(period), Optional.of(period), work));
    }

    @Override
    public Subscription after(Duration delay, Runnable work) {
        return add(new Due(now.plus(delay), Optional.empty(), work));
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    private Subscription add(Due due) {
        all.add(due);
        return () -> all.remove(due);
    }

    private Optional<Due> next(Instant until) {
        return all.stream()
                .filter(due -> !due.at.isAfter(until))
                .min(Comparator.comparing(due -> due.at));
    }
}
