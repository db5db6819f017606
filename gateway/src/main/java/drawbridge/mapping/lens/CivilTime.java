package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Wall time and instants, as calendars mean them.
final class CivilTime {

    private CivilTime() {}

    static Instant instant(Neutral.Timed time) {
        return time.start().atZone(time.zone()).toInstant();
    }

    /// The meeting that begins at `start`, told in the wall time of `zone`; in that zone's bare
    /// offset where the wall time would name another instant (the second 02:30 of a long night).
    static Neutral.Timed at(Instant start, ZoneId zone, Duration length) {
        LocalDateTime wall = LocalDateTime.ofInstant(start, zone);
        if (wall.atZone(zone).toInstant().equals(start)) {
            return new Neutral.Timed(wall, zone, length);
        }
        return new Neutral.Timed(wall, zone.getRules().getOffset(start), length);
    }

    /// The same meeting, and no shorter than this.
    static Neutral.Timed atLeast(Neutral.Timed time, Duration shortest) {
        return time.length().compareTo(shortest) < 0
                ? new Neutral.Timed(time.start(), time.zone(), shortest)
                : time;
    }

    /// The same meeting in another zone that shows the same wall time then; else as it was.
    static Neutral.Timed in(Neutral.Timed time, ZoneId zone) {
        Neutral.Timed other = new Neutral.Timed(time.start(), zone, time.length());
        return instant(other).equals(instant(time)) ? other : time;
    }

    /// With seconds always, as most systems want them.
    static String wall(LocalDateTime time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }

    /// Same instant, same length, and zones with the same rules (Europe/Kiev is Europe/Kyiv). A
    /// bare offset names no zone and so equals any.
    static boolean same(Neutral.Timed one, Neutral.Timed other) {
        return instant(one).equals(instant(other))
                && one.length().equals(other.length())
                && (one.zone() instanceof ZoneOffset
                        || other.zone() instanceof ZoneOffset
                        || one.zone().getRules().equals(other.zone().getRules()));
    }
}
