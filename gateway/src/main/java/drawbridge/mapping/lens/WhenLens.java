package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A time in a calendar, timed or in whole days, across the several members in which a system keeps
/// it.
///
/// - Wall time in a gap counts as `java.time` counts it (02:30 becomes the later offset's instant),
///   and in an overlap as the first of the two; an instant that is the *second* keeps its bare
///   offset, because the wall time alone would name the first.
/// - A zone that is a bare offset (also `Z`) means: the instant is known, the zone is not.
/// - A date is never an instant, in whatever zone this machine stands.
/// - A start without an end is a meeting of no length.
///
/// @param flag the member that says "all day"; without one, a day that is there says it
/// @param absentIsEmpty whether the system leaves out members that hold nothing
/// @param zone the zone to write where a time has none and the system wants one
/// @param series where the system says that it repeats; without it, it holds single times alone
public record WhenLens(
        Optional<Timed> timed,
        Optional<Days> days,
        Optional<Pointer> flag,
        boolean absentIsEmpty,
        Optional<ZoneId> zone,
        Optional<SeriesLens> series) {

    /// In which members a system keeps a timed meeting.
    public sealed interface Timed {

        /// Where it begins.
        Pointer start();

        /// @param upTo the system rounds lengths up to a multiple of so many minutes
        record WallAndMinutes(Pointer start, Pointer minutes, Pointer zone, int upTo)
                implements Timed {}

        record Instants(Pointer start, Pointer end, Optional<Pointer> zone) implements Timed {}
    }

    /// In which members a system keeps whole days.
    public sealed interface Days {

        Pointer first();

        record One(Pointer first) implements Days {}

        /// @param end the day after the last
        /// @param max how many days the system takes
        record Span(Pointer first, Pointer end, int max) implements Days {}
    }

    // ---- Reading

    Lens.Got read(Value.Obj record) {
        try {
            return new Lens.Got.Of(when(record));
        } catch (Stop stop) {
            return stop.got();
        }
    }

    List<Pointer> missing(Value.Obj record) {
        try {
            Neutral _ = when(record);
            return List.of();
        } catch (Stop stop) {
            return stop.missing().stream().toList();
        }
    }

    private Neutral when(Value.Obj record) {
        Members members = new Members(record, absentIsEmpty);
        Neutral found = days.isPresent() ? either(members, days.get()) : time(members);
        return found instanceof Neutral.Once once && series.isPresent()
                ? series.get().read(record, once, zone)
                : found;
    }

    private Neutral either(Members record, Days form) {
        if (flag.isPresent()) {
            return switch (record.value(flag.get())) {
                case Value.Bool(boolean allDay) -> allDay ? days(record, form) : time(record);
                case Value.Null _ -> time(record);
                case Value.Text _, Value.Num _, Value.Arr _, Value.Obj _ ->
                        throw new Stop(flag.get(), "true or false is expected here");
            };
        }
        boolean hasDay = !(record.value(form.first()) instanceof Value.Null);
        if (timed.isPresent()) {
            boolean hasTime = !(record.value(timed.get().start()) instanceof Value.Null);
            if (hasDay && hasTime) {
                throw new Stop(form.first(), "a day and a time stand beside each other");
            }
            return hasDay ? days(record, form) : time(record);
        }
        return days(record, form);
    }

    private Neutral days(Members record, Days form) {
        Optional<LocalDate> first =
                record.text(form.first(), "a date such as 2026-03-01", LocalDate::parse);
        return switch (form) {
            case Days.One _ ->
                    first.<Neutral>map(day -> new Neutral.AllDay(day, 1))
                            .orElseGet(Neutral.Empty::new);
            case Days.Span(Pointer _, Pointer at, int _) -> {
                Optional<LocalDate> end =
                        record.text(at, "a date such as 2026-03-01", LocalDate::parse);
                if (first.isEmpty()) {
                    yield new Neutral.Empty();
                }
                // Equal dates are one day (RFC 5545 would refuse them; calendars write them).
                long count = end.map(day -> ChronoUnit.DAYS.between(first.get(), day)).orElse(1L);
                if (count < 0) {
                    throw new Stop(at, "it ends before it starts");
                }
                yield new Neutral.AllDay(
                        first.get(), (int) Math.min(Math.max(1, count), Integer.MAX_VALUE));
            }
        };
    }

    private Neutral time(Members record) {
        if (timed.isEmpty()) {
            return new Neutral.Empty();
        }
        return switch (timed.get()) {
            case Timed.WallAndMinutes form -> wall(record, form);
            case Timed.Instants form -> instants(record, form);
        };
    }

    private Neutral wall(Members record, Timed.WallAndMinutes form) {
        Optional<LocalDateTime> start =
                record.text(
                        form.start(),
                        "a wall time such as 2026-03-01T10:00:00",
                        LocalDateTime::parse);
        Value minutes = record.value(form.minutes());
        Optional<ZoneId> named = record.zone(form.zone());
        if (start.isEmpty()) {
            return new Neutral.Empty();
        }
        ZoneId in =
                named.or(() -> zone)
                        .orElseThrow(() -> new Stop(form.zone(), "a time without a time zone"));
        if (!(minutes instanceof Value.Num(BigDecimal number))) {
            throw new Stop(form.minutes(), "a time without a length in minutes");
        }
        if (number.signum() < 0) {
            throw new Stop(form.minutes(), "it ends before it starts");
        }
        try {
            return new Neutral.Timed(start.get(), in, Duration.ofMinutes(number.longValueExact()));
        } catch (ArithmeticException notWhole) {
            throw new Stop(form.minutes(), "a whole number of minutes is expected here");
        }
    }

    private Neutral instants(Members record, Timed.Instants form) {
        String what = "a time such as 2026-03-01T09:00:00Z";
        Optional<Instant> start = record.text(form.start(), what, Instant::parse);
        Optional<Instant> end = record.text(form.end(), what, Instant::parse);
        Optional<ZoneId> named = form.zone().flatMap(record::zone);
        if (start.isEmpty()) {
            return new Neutral.Empty();
        }
        Duration length = Duration.between(start.get(), end.orElse(start.get()));
        if (length.isNegative()) {
            throw new Stop(form.end(), "it ends before it starts");
        }
        return CivilTime.at(start.get(), named.orElse(ZoneOffset.UTC), length);
    }

    /// Whether the system rounds the lengths of `sent` to those of `kept`.
    boolean keeps(Neutral sent, Neutral kept) {
        if (!(timed.orElse(null) instanceof Timed.WallAndMinutes form)) {
            return false;
        }
        if (sent instanceof Neutral.Series asked && kept instanceof Neutral.Series there) {
            return Occurrences.same(
                    Occurrences.rounded(asked, once -> rounded(once, form.upTo())), there);
        }
        return sent instanceof Neutral.Once asked
                && kept instanceof Neutral.Once there
                && Occurrences.same(rounded(asked, form.upTo()), there);
    }

    private static Neutral.Once rounded(Neutral.Once once, int minutes) {
        return once instanceof Neutral.Timed(var start, ZoneId in, Duration length)
                ? new Neutral.Timed(start, in, roundedUp(length, minutes))
                : once;
    }

    private static Duration roundedUp(Duration length, int minutes) {
        long step = Duration.ofMinutes(minutes).toSeconds();
        return Duration.ofSeconds(Math.ceilDiv(length.toSeconds(), step) * step);
    }

    // ---- Writing

    Lens.Put write(Neutral value) {
        try {
            return switch (value) {
                case Neutral.Empty _ -> cleared().flag(flag, false).done();
                case Neutral.Once once -> once(cleared(), once).done();
                case Neutral.Series whole -> whole(whole).done();
                case Neutral.Unknown _,
                        Neutral.Words _,
                        Neutral.Number _,
                        Neutral.Many _,
                        Neutral.Flag _,
                        Neutral.Linked _,
                        Neutral.Unlinked _ ->
                        throw refused("this field holds a time, not '" + Show.of(value) + "'");
            };
        } catch (Stop stop) {
            return stop.refused();
        }
    }

    private Draft whole(Neutral.Series whole) {
        SeriesLens form = series.orElseThrow(() -> refused("this side cannot hold what repeats"));
        if (timed.orElse(null) instanceof Timed.Instants instants
                && whole.first() instanceof Neutral.Timed time
                && !CivilTime.at(CivilTime.instant(time), time.zone(), time.length())
                        .start()
                        .equals(time.start())) {
            throw new Stop(
                    instants.start(),
                    "the series begins in an hour that the clocks skip that night, and this side"
                            + " would move all of it");
        }
        return form.write(once(cleared(), whole.first()), whole);
    }

    private Draft once(Draft draft, Neutral.Once once) {
        return switch (once) {
            case Neutral.Timed time ->
                    put(
                            draft.flag(flag, false),
                            timed.orElseThrow(() -> refused("this side holds whole days only")),
                            time);
            case Neutral.AllDay span ->
                    put(
                            draft.flag(flag, true),
                            days.orElseThrow(() -> refused("this side cannot hold whole days")),
                            span);
        };
    }

    /// All members of both forms, empty: what the written form does not fill must not stay.
    private Draft cleared() {
        List<Pointer> all = new ArrayList<>();
        timed.ifPresent(
                form -> {
                    switch (form) {
                        case Timed.WallAndMinutes(
                                        Pointer start,
                                        Pointer minutes,
                                        Pointer in,
                                        int _) ->
                                all.addAll(List.of(start, minutes, in));
                        case Timed.Instants(Pointer start, Pointer end, Optional<Pointer> in) -> {
                            all.addAll(List.of(start, end));
                            in.ifPresent(all::add);
                        }
                    }
                });
        days.ifPresent(
                form -> {
                    switch (form) {
                        case Days.One(Pointer first) -> all.add(first);
                        case Days.Span(Pointer first, Pointer end, int _) ->
                                all.addAll(List.of(first, end));
                    }
                });
        Draft draft = Draft.EMPTY;
        for (Pointer at : all) {
            draft = draft.with(at, Value.NULL);
        }
        return series.isPresent() ? series.get().clear(draft) : draft;
    }

    private Draft put(Draft draft, Timed form, Neutral.Timed time) {
        return switch (form) {
            case Timed.WallAndMinutes wall -> putWall(draft, wall, time);
            case Timed.Instants(Pointer start, Pointer end, Optional<Pointer> in) -> {
                Instant first = CivilTime.instant(time);
                Draft written =
                        draft.with(start, first.toString())
                                .with(end, first.plus(time.length()).toString());
                Optional<ZoneId> named =
                        time.zone() instanceof ZoneOffset ? zone : Optional.of(time.zone());
                yield in.isPresent() && named.isPresent()
                        ? written.with(in.get(), named.get().getId())
                        : written;
            }
        };
    }

    private Draft putWall(Draft draft, Timed.WallAndMinutes form, Neutral.Timed time) {
        if (!time.length().equals(Duration.ofMinutes(time.length().toMinutes()))) {
            throw new Stop(form.minutes(), "the length is no whole number of minutes");
        }
        Neutral.Timed placed = time;
        if (time.zone() instanceof ZoneOffset) {
            if (zone.isEmpty()) {
                throw new Stop(form.zone(), "a time without a time zone");
            }
            placed = CivilTime.at(CivilTime.instant(time), zone.get(), time.length());
            if (placed.zone() instanceof ZoneOffset) {
                throw new Stop(
                        form.start(),
                        "this wall time comes twice that night, and only the first can be named");
            }
        }
        return draft.with(form.start(), CivilTime.wall(placed.start()))
                .with(form.minutes(), Value.of(placed.length().toMinutes()))
                .with(form.zone(), placed.zone().getId());
    }

    private Draft put(Draft draft, Days form, Neutral.AllDay span) {
        int max =
                switch (form) {
                    case Days.One _ -> 1;
                    case Days.Span(Pointer _, Pointer _, int most) -> most;
                };
        if (span.days() > max) {
            throw new Stop(
                    form.first(),
                    "%d days are too long; at most %d fit".formatted(span.days(), max));
        }
        Draft written = draft.with(form.first(), span.first().toString());
        return switch (form) {
            case Days.One _ -> written;
            case Days.Span(Pointer _, Pointer end, int _) ->
                    written.with(end, span.first().plusDays(span.days()).toString());
        };
    }

    private Stop refused(String sentence) {
        Pointer at =
                timed.map(Timed::start)
                        .or(() -> days.map(Days::first))
                        .orElseGet(() -> new Pointer(List.of()));
        return new Stop(at, sentence);
    }
}
