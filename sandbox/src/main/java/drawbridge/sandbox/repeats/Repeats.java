package drawbridge.sandbox.repeats;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A series as one of the systems holds it.
///
/// @param start of the first occurrence, wall time in `zone`; of whole days their beginning
/// @param length in minutes, or in days
/// @param changes by the start that an occurrence has by the rule
public record Repeats(
        LocalDateTime start,
        ZoneId zone,
        boolean allDay,
        long length,
        Days days,
        Map<LocalDateTime, Change> changes) {

    /// So far from its first day a series is compared with another.
    private static final int HORIZON_DAYS = 400;

    public Repeats {
        changes = Map.copyOf(changes);
    }

    /// What became of one occurrence.
    public sealed interface Change {}

    record Cancelled() implements Change {}

    record Moved(LocalDateTime start, long length, String title) implements Change {}

    /// One that takes place.
    ///
    /// @param key the start that it has by the rule
    /// @param title its own, or empty
    public record Occurrence(LocalDateTime key, LocalDateTime start, long length, String title) {

        /// The last day that it touches.
        public LocalDate lastDay(boolean allDay) {
            return allDay
                    ? start.toLocalDate().plusDays(length - 1)
                    : start.plusMinutes(length).toLocalDate();
        }
    }

    /// Whether the rule has the first occurrence at all.
    public boolean hasItsStart() {
        return days.has(start.toLocalDate(), start.toLocalDate());
    }

    /// Whether the rule has an occurrence with that key.
    boolean has(LocalDateTime key) {
        var day = key.toLocalDate();
        return key.toLocalTime().equals(start.toLocalTime())
                && !day.isBefore(start.toLocalDate())
                && days.from(start.toLocalDate(), day.plusDays(1)).contains(day);
    }

    /// Those that touch one of the days from `from` to before `until`, in the zone of the series.
    public List<Occurrence> between(LocalDate from, LocalDate until) {
        // A moved one may come from far off.
        return occurrences(until.plusDays(HORIZON_DAYS)).stream()
                .filter(
                        one ->
                                one.start().toLocalDate().isBefore(until)
                                        && !one.lastDay(allDay).isBefore(from))
                .toList();
    }

    /// All up to a fixed horizon, which is the same for whoever holds the series.
    public List<Occurrence> compared() {
        return occurrences(start.toLocalDate().plusDays(HORIZON_DAYS));
    }

    private List<Occurrence> occurrences(LocalDate end) {
        var found = new ArrayList<Occurrence>();
        for (var day : days.from(start.toLocalDate(), end)) {
            var key = day.atTime(start.toLocalTime());
            switch (Optional.ofNullable(changes.get(key)).orElse(new Moved(key, length, ""))) {
                case Cancelled _ -> {}
                case Moved(var to, var lasts, var title) ->
                        found.add(new Occurrence(key, to, lasts, title));
            }
        }
        return found;
    }

    public Instant instant(LocalDateTime wall) {
        return wall.atZone(zone).toInstant();
    }

    /// Minutes of elapsed time between two wall times.
    static long minutes(LocalDateTime from, LocalDateTime to, ZoneId zone) {
        return Duration.between(from.atZone(zone), to.atZone(zone)).toMinutes();
    }
}
