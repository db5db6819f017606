package drawbridge.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The system's clock, until it is held, so that a grace of seconds is long enough on any machine;
/// and it can be put forward, so that nobody waits for the grace to pass.
final class BrakeClock extends Clock {

    private volatile Instant held = Instant.MAX;
    private volatile Duration ahead = Duration.ZERO;

    void hold() {
        held = instant();
    }

    void putForward(Duration time) {
        ahead = ahead.plus(time);
    }

    @Override
    public Instant instant() {
        return held.equals(Instant.MAX) ? Clock.systemUTC().instant().plus(ahead) : held;
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
