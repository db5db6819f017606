package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring.Coming;
import drawbridge.mapping.RecordRef;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which occurrences of a series come, from now on until a time.
record Calendar(RecordRef series, Instant now, Instant until) {

    /// A day begins so much earlier in the east of the earth than in Greenwich.
    private static final Duration EAST = Duration.ofHours(14);

    /// And ends so much later in the west.
    private static final Duration WEST = Duration.ofHours(12);

    /// Rules of ours have an occurrence a day at most: so many are more than a century.
    private static final int MOST = 50_000;

    /// When it begins wherever one stands.
    static Instant begins(Neutral.Once time) {
        return switch (time) {
            case Neutral.Timed timed -> CivilTime.instant(timed);
            case Neutral.AllDay days ->
                    days.first().atStartOfDay().toInstant(ZoneOffset.UTC).minus(EAST);
        };
    }

    /// When it is over wherever one stands.
    static Instant ends(Neutral.Once time) {
        return switch (time) {
            case Neutral.Timed timed -> CivilTime.instant(timed).plus(timed.length());
            case Neutral.AllDay days ->
                    days.first()
                            .plusDays(days.days())
                            .atStartOfDay()
                            .toInstant(ZoneOffset.UTC)
                            .plus(WEST);
        };
    }

    Coming coming(Neutral.Series whole) {
        List<RecordRef> records = new ArrayList<>();
        List<RecordRef> moved = new ArrayList<>();
        Optional<Instant> next = Optional.empty();
        int looked = 0;
        for (LocalDate day : Occurrences.days(whole)) {
            LocalDateTime key = day.atTime(Occurrences.time(whole.first()));
            Neutral.Once plain = Occurrences.at(whole.first(), key);
            if (!begins(plain).isBefore(until)) {
                next = Optional.of(now.plus(Duration.between(until, begins(plain))));
                break;
            }
            if (looked++ == MOST) {
                break;
            }
            switch (whole.exceptions().get(key)) {
                case null -> {
                    if (isToCome(plain)) {
                        records.add(record(day));
                    }
                }
                case Neutral.Cancelled _ -> {}
                case Neutral.Changed(Neutral.Once to, Optional<String> _) -> {
                    if (isToCome(plain) || isToCome(to)) {
                        records.add(record(day));
                    }
                    if (!isToCome(plain) && isToCome(to)) {
                        moved.add(record(day));
                    }
                }
            }
        }
        broughtForward(whole, records);
        return new Coming(records, moved, next);
    }

    /// What the rule has later was moved to a time that is near.
    private void broughtForward(Neutral.Series whole, List<RecordRef> records) {
        for (Map.Entry<LocalDateTime, Neutral.Deviation> exception :
                whole.exceptions().entrySet()) {
            if (exception.getValue() instanceof Neutral.Changed(Neutral.Once to, var _)
                    && !begins(Occurrences.at(whole.first(), exception.getKey())).isBefore(until)
                    && begins(to).isBefore(until)
                    && isToCome(to)) {
                records.add(record(exception.getKey().toLocalDate()));
            }
        }
    }

    private boolean isToCome(Neutral.Once time) {
        return ends(time).isAfter(now);
    }

    private RecordRef record(LocalDate day) {
        return new RecordRef(series.resource(), new OccurrenceId(series.id(), day).text());
    }
}
