package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The occurrences of a series.
///
/// Two series are the same when the same days are left after the cancelled ones, at the same wall
/// time, in zones with the same rules, for as long, and when the same occurrences were changed
/// likewise: however the rule, its end or the keys are spelt. Without an end, so many occurrences
/// are compared as rules of ours need to differ at all.
final class Occurrences {

    private static final int ENDLESS = 1_000;
    private static final int MOST = 50_000;

    private Occurrences() {}

    /// The key of an occurrence that is as the rule has it.
    static LocalDateTime key(Neutral.Once time) {
        return switch (time) {
            case Neutral.Timed timed -> timed.start();
            case Neutral.AllDay days -> days.first().atStartOfDay();
        };
    }

    static LocalTime time(Neutral.Once time) {
        return key(time).toLocalTime();
    }

    /// What takes place under `key` as the rule has it.
    static Neutral.Once at(Neutral.Once first, LocalDateTime key) {
        return switch (first) {
            case Neutral.Timed timed -> new Neutral.Timed(key, timed.zone(), timed.length());
            case Neutral.AllDay days -> new Neutral.AllDay(key.toLocalDate(), days.days());
        };
    }

    static Iterable<LocalDate> days(Neutral.Series series) {
        return Rfc5545.days(series.rule(), key(series.first()).toLocalDate());
    }

    /// Those of `days` on which the rule has an occurrence, as far as one looks.
    static Set<LocalDate> produced(Neutral.Series series, Set<LocalDate> days) {
        Set<LocalDate> found = new TreeSet<>();
        TreeSet<LocalDate> asked = new TreeSet<>(days);
        int looked = 0;
        for (LocalDate day : days(series)) {
            if (asked.isEmpty() || day.isAfter(asked.last()) || looked++ == MOST) {
                break;
            }
            if (asked.contains(day)) {
                found.add(day);
            }
        }
        return found;
    }

    /// The last day that an ending rule produces; empty when there is none.
    static Optional<LocalDate> last(Neutral.Series series) {
        Optional<LocalDate> last = Optional.empty();
        for (LocalDate day : days(series)) {
            last = Optional.of(day);
        }
        return last;
    }

    /// The instants at which the first `most` occurrences begin, as people meet them.
    static List<Instant> instants(Neutral.Series series, int most) {
        return StreamSupport.stream(days(series).spliterator(), false)
                .map(day -> day.atTime(time(series.first())))
                .<Neutral.Once>mapMulti(
                        (key, next) -> {
                            switch (series.exceptions().get(key)) {
                                case null -> next.accept(at(series.first(), key));
                                case Neutral.Cancelled _ -> {}
                                case Neutral.Changed changed -> next.accept(changed.to());
                            }
                        })
                .limit(most)
                .filter(Neutral.Timed.class::isInstance)
                .map(time -> CivilTime.instant((Neutral.Timed) time))
                .toList();
    }

    // ---- Sameness

    static boolean same(Neutral.Once one, Neutral.Once other) {
        return one instanceof Neutral.Timed time
                ? other instanceof Neutral.Timed that && CivilTime.same(time, that)
                : one.equals(other);
    }

    static boolean same(Neutral.Series one, Neutral.Series other) {
        if (!same(one.first(), other.first())
                || !key(one.first()).equals(key(other.first()))
                || one.rule().isEndless() != other.rule().isEndless()
                || !sameChanges(one, other)) {
            return false;
        }
        return one.rule().equals(other.rule())
                ? cancelled(one).equals(cancelled(other))
                : sameDays(one, other);
    }

    private static boolean sameChanges(Neutral.Series one, Neutral.Series other) {
        Map<LocalDateTime, Neutral.Changed> these = changed(one);
        Map<LocalDateTime, Neutral.Changed> those = changed(other);
        return these.keySet().equals(those.keySet())
                && these.entrySet().stream()
                        .allMatch(entry -> same(entry.getValue(), those.get(entry.getKey())));
    }

    private static boolean same(Neutral.Changed one, Neutral.@Nullable Changed other) {
        return other != null
                && same(one.to(), other.to())
                && one.title().map(String::strip).equals(other.title().map(String::strip));
    }

    private static Map<LocalDateTime, Neutral.Changed> changed(Neutral.Series series) {
        return series.exceptions().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Neutral.Changed)
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, entry -> (Neutral.Changed) entry.getValue()));
    }

    private static Set<LocalDateTime> cancelled(Neutral.Series series) {
        return series.exceptions().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Neutral.Cancelled)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static boolean sameDays(Neutral.Series one, Neutral.Series other) {
        int most = one.rule().isEndless() ? ENDLESS : MOST;
        Iterator<LocalDate> these = kept(one);
        Iterator<LocalDate> those = kept(other);
        for (int i = 0; i < most && these.hasNext() && those.hasNext(); i++) {
            if (!these.next().equals(those.next())) {
                return false;
            }
        }
        return these.hasNext() == those.hasNext();
    }

    /// The days without those whose occurrence is cancelled.
    private static Iterator<LocalDate> kept(Neutral.Series series) {
        LocalTime time = time(series.first());
        Set<LocalDateTime> cancelled = cancelled(series);
        return StreamSupport.stream(days(series).spliterator(), false)
                .filter(day -> !cancelled.contains(day.atTime(time)))
                .iterator();
    }

    /// One text for all times that are the same.
    static String normal(Neutral.Once once) {
        return switch (once) {
            case Neutral.Timed time -> CivilTime.instant(time) + "/" + time.length();
            case Neutral.AllDay(LocalDate first, int days) -> first + "/" + days;
        };
    }

    /// One text for all series that are the same.
    static String normal(Neutral.Series series) {
        StringBuilder text = new StringBuilder(normal(series.first()));
        Iterator<LocalDate> days = kept(series);
        for (int i = 0; i < ENDLESS && days.hasNext(); i++) {
            text.append(' ').append(days.next().toEpochDay());
        }
        changed(series).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        entry ->
                                text.append(' ')
                                        .append(entry.getKey())
                                        .append(' ')
                                        .append(normal(entry.getValue().to()))
                                        .append(entry.getValue().title().orElse("")));
        return text.toString();
    }

    /// The series with each length as `rounded` has it.
    static Neutral.Series rounded(Neutral.Series series, UnaryOperator<Neutral.Once> rounded) {
        SortedMap<LocalDateTime, Neutral.Deviation> exceptions = new TreeMap<>(series.exceptions());
        exceptions.replaceAll(
                (_, exception) ->
                        exception instanceof Neutral.Changed(Neutral.Once to, var title)
                                ? new Neutral.Changed(rounded.apply(to), title)
                                : exception);
        return new Neutral.Series(rounded.apply(series.first()), series.rule(), exceptions);
    }
}
