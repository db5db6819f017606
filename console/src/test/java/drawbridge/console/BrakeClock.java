package drawbridge.console;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The system's clock, until it is held: so that a grace of seconds is long enough on any machine.
final class BrakeClock extends Clock {

    private volatile Instant held = Instant.MAX;

    void hold() {
        held = Clock.systemUTC().instant();
    }

    @Override
    public Instant instant() {
        return held.equals(Instant.MAX) ? Clock.systemUTC().instant() : held;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
