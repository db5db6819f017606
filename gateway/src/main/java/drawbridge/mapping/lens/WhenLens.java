package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.math.BigDecimal;
import java.time.DateTimeException;
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
import java.util.function.Function;

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
public record WhenLens(
        Optional<Timed> timed,
        Optional<Days> days,
        Optional<Pointer> flag,
        boolean absentIsEmpty,
        Optional<ZoneId> zone) {

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
            return new Lens.Got.Of(days.isPresent() ? either(record, days.get()) : time(record));
        } catch (Stop stop) {
            return stop.got;
        }
    }

    List<Pointer> missing(Value.Obj record) {
        try {
            Neutral _ = days.isPresent() ? either(record, days.get()) : time(record);
            return List.of();
        } catch (Stop stop) {
            return stop.missing.stream().toList();
        }
    }

    private Neutral either(Value.Obj record, Days form) {
        if (flag.isPresent()) {
            return switch (member(record, flag.get())) {
                case Value.Bool(boolean allDay) -> allDay ? days(record, form) : time(record);
                case Value.Null _ -> time(record);
                case Value.Text _, Value.Num _, Value.Arr _, Value.Obj _ ->
                        throw new Stop(flag.get(), "true or false is expected here");
            };
        }
        boolean hasDay = !(member(record, form.first()) instanceof Value.Null);
        if (timed.isPresent()) {
            boolean hasTime = !(member(record, timed.get().start()) instanceof Value.Null);
            if (hasDay && hasTime) {
                throw new Stop(form.first(), "a day and a time stand beside each other");
            }
            return hasDay ? days(record, form) : time(record);
        }
        return days(record, form);
    }

    private Neutral days(Value.Obj record, Days form) {
        Optional<LocalDate> first =
                text(record, form.first(), "a date such as 2026-03-01", LocalDate::parse);
        return switch (form) {
            case Days.One _ ->
                    first.<Neutral>map(day -> new Neutral.AllDay(day, 1))
                            .orElseGet(Neutral.Empty::new);
            case Days.Span(Pointer _, Pointer at, int _) -> {
                Optional<LocalDate> end =
                        text(record, at, "a date such as 2026-03-01", LocalDate::parse);
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

    private Neutral time(Value.Obj record) {
        if (timed.isEmpty()) {
            return new Neutral.Empty();
        }
        return switch (timed.get()) {
            case Timed.WallAndMinutes form -> wall(record, form);
            case Timed.Instants form -> instants(record, form);
        };
    }

    private Neutral wall(Value.Obj record, Timed.WallAndMinutes form) {
        Optional<LocalDateTime> start =
                text(
                        record,
                        form.start(),
                        "a wall time such as 2026-03-01T10:00:00",
                        LocalDateTime::parse);
        Value minutes = member(record, form.minutes());
        Optional<ZoneId> named = zone(record, form.zone());
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

    private Neutral instants(Value.Obj record, Timed.Instants form) {
        String what = "a time such as 2026-03-01T09:00:00Z";
        Optional<Instant> start = text(record, form.start(), what, Instant::parse);
        Optional<Instant> end = text(record, form.end(), what, Instant::parse);
        Optional<ZoneId> named = form.zone().flatMap(at -> zone(record, at));
        if (start.isEmpty()) {
            return new Neutral.Empty();
        }
        Duration length = Duration.between(start.get(), end.orElse(start.get()));
        if (length.isNegative()) {
            throw new Stop(form.end(), "it ends before it starts");
        }
        return CivilTime.at(start.get(), named.orElse(ZoneOffset.UTC), length);
    }

    private Optional<ZoneId> zone(Value.Obj record, Pointer at) {
        return text(record, at, "a time zone such as Europe/Berlin", ZoneId::of);
    }

    private <T> Optional<T> text(
            Value.Obj record, Pointer at, String what, Function<String, T> parse) {
        return switch (member(record, at)) {
            case Value.Null _ -> Optional.empty();
            case Value.Text(String text) -> {
                try {
                    yield Optional.of(parse.apply(text.strip()));
                } catch (DateTimeException wrong) {
                    throw new Stop(at, what + " is expected here, not '" + text + "'");
                }
            }
            case Value.Num _, Value.Bool _, Value.Arr _, Value.Obj _ ->
                    throw new Stop(at, what + " is expected here");
        };
    }

    private Value member(Value.Obj record, Pointer at) {
        Optional<Value> found = at.find(record);
        if (found.isEmpty() && !absentIsEmpty) {
            throw new Stop(Lens.UNKNOWN, Optional.of(at));
        }
        return found.orElse(Value.NULL);
    }

    /// Whether the system rounds the length of `sent` to that of `kept`.
    boolean keeps(Neutral sent, Neutral kept) {
        return timed.orElse(null) instanceof Timed.WallAndMinutes form
                && sent instanceof Neutral.Timed asked
                && kept instanceof Neutral.Timed there
                && CivilTime.same(
                        new Neutral.Timed(
                                asked.start(),
                                asked.zone(),
                                roundedUp(asked.length(), form.upTo())),
                        there);
    }

    private static Duration roundedUp(Duration length, int minutes) {
        long step = Duration.ofMinutes(minutes).toSeconds();
        return Duration.ofSeconds(Math.ceilDiv(length.toSeconds(), step) * step);
    }

    // ---- Writing

    Lens.Put write(Neutral value) {
        Draft draft = new Draft(cleared());
        return switch (value) {
            case Neutral.Empty _ -> draft.flag(flag, false).done();
            case Neutral.Timed time ->
                    timed.<Lens.Put>map(form -> put(draft.flag(flag, false), form, time))
                            .orElseGet(() -> refused("this side holds whole days only"));
            case Neutral.AllDay span ->
                    days.<Lens.Put>map(form -> put(draft.flag(flag, true), form, span))
                            .orElseGet(() -> refused("this side cannot hold whole days"));
            case Neutral.Unknown _,
                    Neutral.Words _,
                    Neutral.Number _,
                    Neutral.Many _,
                    Neutral.Flag _,
                    Neutral.Linked _,
                    Neutral.Unlinked _ ->
                    refused("this field holds a time, not '" + Show.of(value) + "'");
        };
    }

    /// All members of both forms, empty: what the written form does not fill must not stay.
    private Value.Obj cleared() {
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
        Value.Obj members = Value.Obj.EMPTY;
        for (Pointer at : all) {
            members = at.put(members, Value.NULL);
        }
        return members;
    }

    private Lens.Put put(Draft draft, Timed form, Neutral.Timed time) {
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
                        ? written.with(in.get(), named.get().getId()).done()
                        : written.done();
            }
        };
    }

    private Lens.Put putWall(Draft draft, Timed.WallAndMinutes form, Neutral.Timed time) {
        if (!time.length().equals(Duration.ofMinutes(time.length().toMinutes()))) {
            return new Lens.Put.Refused(form.minutes(), "the length is no whole number of minutes");
        }
        Neutral.Timed placed = time;
        if (time.zone() instanceof ZoneOffset) {
            if (zone.isEmpty()) {
                return new Lens.Put.Refused(form.zone(), "a time without a time zone");
            }
            placed = CivilTime.at(CivilTime.instant(time), zone.get(), time.length());
            if (placed.zone() instanceof ZoneOffset) {
                return new Lens.Put.Refused(
                        form.start(),
                        "this wall time comes twice that night, and only the first can be named");
            }
        }
        return draft.with(form.start(), CivilTime.wall(placed.start()))
                .with(form.minutes(), Value.of(placed.length().toMinutes()))
                .with(form.zone(), placed.zone().getId())
                .done();
    }

    private Lens.Put put(Draft draft, Days form, Neutral.AllDay span) {
        int max =
                switch (form) {
                    case Days.One _ -> 1;
                    case Days.Span(Pointer _, Pointer _, int most) -> most;
                };
        if (span.days() > max) {
            return new Lens.Put.Refused(
                    form.first(),
                    "%d days are too long; at most %d fit".formatted(span.days(), max));
        }
        Draft written = draft.with(form.first(), span.first().toString());
        return switch (form) {
            case Days.One _ -> written.done();
            case Days.Span(Pointer _, Pointer end, int _) ->
                    written.with(end, span.first().plusDays(span.days()).toString()).done();
        };
    }

    private Lens.Put refused(String sentence) {
        Pointer at =
                timed.map(Timed::start)
                        .or(() -> days.map(Days::first))
                        .orElseGet(() -> new Pointer(List.of()));
        return new Lens.Put.Refused(at, sentence);
    }

    /// A patch in the making.
    private record Draft(Value.Obj members) {

        Draft with(Pointer at, Value value) {
            return new Draft(at.put(members, value));
        }

        Draft with(Pointer at, String text) {
            return with(at, Value.of(text));
        }

        Draft flag(Optional<Pointer> at, boolean allDay) {
            return at.map(flag -> with(flag, Value.of(allDay))).orElse(this);
        }

        Lens.Put done() {
            return new Lens.Put.Of(members);
        }
    }

    /// Ends a reading at the first member that is missing or wrong.
    private static final class Stop extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient Lens.Got got;
        private final transient Optional<Pointer> missing;

        Stop(Lens.Got got, Optional<Pointer> missing) {
            super("", null, false, false);
            this.got = got;
            this.missing = missing;
        }

        Stop(Pointer at, String sentence) {
            this(new Lens.Got.Bad(at, sentence), Optional.empty());
        }
    }
}
