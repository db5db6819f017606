package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.State;
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
import java.util.stream.Stream;

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
/// @param ways what else is peculiar to the system
public record WhenLens(
        Optional<Timed> timed,
        Optional<Days> days,
        Optional<Pointer> flag,
        boolean absentIsEmpty,
        Optional<ZoneId> zone,
        Optional<SeriesLens> series,
        Ways ways) {

    public WhenLens(
            Optional<Timed> timed,
            Optional<Days> days,
            Optional<Pointer> flag,
            boolean absentIsEmpty,
            Optional<ZoneId> zone,
            Optional<SeriesLens> series) {
        this(timed, days, flag, absentIsEmpty, zone, series, Ways.USUAL);
    }

    /// @param windows whether zones are written by their names of Windows
    /// @param atLeast the shortest time that it takes
    /// @param zonePlace where the zone of a time stands that has none of its own
    public record Ways(boolean windows, Duration atLeast, Optional<ZonePlace> zonePlace) {

        public static final Ways USUAL = new Ways(false, Duration.ZERO, Optional.empty());
    }

    /// In which members a system keeps a timed meeting.
    public sealed interface Timed {

        /// Where it begins.
        Pointer start();

        /// @param upTo the system rounds lengths up to a multiple of so many minutes
        record WallAndMinutes(Pointer start, Pointer minutes, Pointer zone, int upTo)
                implements Timed {}

        record Instants(Pointer start, Pointer end, Optional<Pointer> zone) implements Timed {}

        /// Where it begins and where it ends on the wall.
        ///
        /// @param zone without it, the wall hangs where times without a zone are
        /// @param endZone where the end has a zone of its own; it is written in that of the start
        record Walls(
                Pointer start,
                Pointer end,
                Optional<Pointer> zone,
                Optional<Pointer> endZone,
                WallForm form)
                implements Timed {}
    }

    /// In which members a system keeps whole days.
    public sealed interface Days {

        Pointer first();

        /// How it writes them.
        DayForm form();

        record One(Pointer first, DayForm form) implements Days {

            public One(Pointer first) {
                this(first, new DayForm.Iso());
            }
        }

        /// @param end the day after the last; or the last itself
        /// @param max how many days the system takes
        /// @param isLast whether `end` holds the last day itself
        record Span(Pointer first, Pointer end, int max, boolean isLast, DayForm form)
                implements Days {

            public Span(Pointer first, Pointer end, int max) {
                this(first, end, max, false, new DayForm.Iso());
            }
        }
    }

    // ---- Reading

    Lens.Got read(State state) {
        try {
            return new Lens.Got.Of(placed(state).when(state.record()));
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

    /// The same lens, for times of this record that have no zone.
    private WhenLens placed(State state) {
        return ways.zonePlace()
                .flatMap(place -> place.of(state))
                .map(
                        found ->
                                new WhenLens(
                                        timed,
                                        days,
                                        flag,
                                        absentIsEmpty,
                                        Optional.of(found),
                                        series,
                                        ways))
                .orElse(this);
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
        Optional<LocalDate> first = day(record, form.first(), form.form());
        return switch (form) {
            case Days.One _ ->
                    first.<Neutral>map(day -> new Neutral.AllDay(day, 1))
                            .orElseGet(Neutral.Empty::new);
            case Days.Span(Pointer _, Pointer at, int _, boolean isLast, DayForm how) -> {
                Optional<LocalDate> end =
                        day(record, at, how).map(day -> isLast ? day.plusDays(1) : day);
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

    private static Optional<LocalDate> day(Members record, Pointer at, DayForm form) {
        Value value = record.value(at);
        if (value instanceof Value.Null) {
            return Optional.empty();
        }
        Optional<LocalDate> day = form.read(value);
        if (day.isEmpty()) {
            throw record.wrong(
                    at,
                    form.example()
                            + " is expected here"
                            + (value instanceof Value.Text(String text)
                                    ? ", not '" + text + "'"
                                    : ""));
        }
        return day;
    }

    private Neutral time(Members record) {
        if (timed.isEmpty()) {
            return new Neutral.Empty();
        }
        return switch (timed.get()) {
            case Timed.WallAndMinutes form -> wall(record, form);
            case Timed.Instants form -> instants(record, form);
            case Timed.Walls form -> walls(record, form);
        };
    }

    private Neutral walls(Members record, Timed.Walls form) {
        String what = form.form().example();
        Optional<LocalDateTime> start = record.text(form.start(), what, form.form()::read);
        Optional<LocalDateTime> end = record.text(form.end(), what, form.form()::read);
        Optional<ZoneId> named = form.zone().flatMap(record::zone);
        Optional<ZoneId> ends = form.endZone().flatMap(record::zone);
        if (start.isEmpty()) {
            return new Neutral.Empty();
        }
        ZoneId in =
                named.or(() -> zone)
                        .orElseThrow(
                                () ->
                                        new Stop(
                                                form.zone().orElse(form.start()),
                                                "a time without a time zone"));
        Instant begin = start.get().atZone(in).toInstant();
        Instant until = end.map(wall -> wall.atZone(ends.orElse(in)).toInstant()).orElse(begin);
        Duration length = Duration.between(begin, until);
        if (length.isNegative()) {
            throw new Stop(form.end(), "it ends before it starts");
        }
        // Of a wall that nobody named, only the instant is known.
        return form.zone().isPresent()
                ? new Neutral.Timed(start.get(), in, length)
                : CivilTime.at(begin, ZoneOffset.UTC, length);
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

    /// @param there the record as it is, where it is there
    Lens.Put write(Neutral value, Value.Obj there) {
        try {
            return ways.zonePlace().filter(place -> place.enrichment().isEmpty()).isPresent()
                    ? placed(State.of(there)).write(value)
                    : write(value);
        } catch (Stop stop) {
            return stop.refused();
        }
    }

    private Lens.Put write(Neutral value) {
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

    private Draft whole(Neutral.Series asked) {
        Neutral.Series whole = Occurrences.rounded(asked, this::held);
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

    /// As long as this side must have it.
    private Neutral.Once held(Neutral.Once once) {
        return once instanceof Neutral.Timed time ? CivilTime.atLeast(time, ways.atLeast()) : once;
    }

    private Draft once(Draft draft, Neutral.Once asked) {
        return switch (held(asked)) {
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
                        case Timed.Walls(
                                        Pointer start,
                                        Pointer end,
                                        Optional<Pointer> in,
                                        Optional<Pointer> ends,
                                        WallForm _) -> {
                            all.addAll(List.of(start, end));
                            in.ifPresent(all::add);
                            ends.ifPresent(all::add);
                        }
                    }
                });
        days.ifPresent(
                form -> {
                    switch (form) {
                        case Days.One(Pointer first, DayForm _) -> all.add(first);
                        case Days.Span(Pointer first, Pointer end, int _, boolean _, DayForm _) ->
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
            case Timed.Walls walls -> putWalls(draft, walls, time);
            case Timed.Instants(Pointer start, Pointer end, Optional<Pointer> in) -> {
                Instant first = CivilTime.instant(time);
                Draft written =
                        draft.with(start, first.toString())
                                .with(end, first.plus(time.length()).toString());
                Optional<ZoneId> named =
                        time.zone() instanceof ZoneOffset ? zone : Optional.of(time.zone());
                yield in.isPresent() && named.isPresent()
                        ? written.with(in.get(), name(named.get(), in.get()))
                        : written;
            }
        };
    }

    private String name(ZoneId of, Pointer at) {
        return ways.windows()
                ? Zones.windows(of)
                        .orElseThrow(
                                () -> new Stop(at, "Windows has no name for the zone '" + of + "'"))
                : of.getId();
    }

    private Draft putWalls(Draft draft, Timed.Walls form, Neutral.Timed time) {
        if (form.zone().isEmpty() && ways.zonePlace().flatMap(ZonePlace::enrichment).isPresent()) {
            // Where another record says which zone it is, that record is not known here.
            throw new Stop(form.start(), "nobody knows the zone in which it would be read");
        }
        Optional<ZoneId> own =
                form.zone().isPresent() && !(time.zone() instanceof ZoneOffset)
                        ? Optional.of(time.zone())
                        : zone;
        ZoneId in =
                own.orElseThrow(
                        () ->
                                new Stop(
                                        form.zone().orElse(form.start()),
                                        "a time without a time zone"));
        Instant begin = CivilTime.instant(time);
        boolean isKept = own.get().equals(time.zone());
        LocalDateTime start = isKept ? time.start() : nameable(begin, in, form.start());
        Draft written =
                draft.with(form.start(), spelt(start, form, form.start()))
                        .with(
                                form.end(),
                                spelt(
                                        nameable(begin.plus(time.length()), in, form.end()),
                                        form,
                                        form.end()));
        for (Pointer at :
                Stream.of(form.zone(), form.endZone()).flatMap(Optional::stream).toList()) {
            written = written.with(at, name(in, at));
        }
        return written;
    }

    /// The wall time of an instant, where it names that instant.
    private static LocalDateTime nameable(Instant instant, ZoneId in, Pointer at) {
        LocalDateTime wall = LocalDateTime.ofInstant(instant, in);
        if (!wall.atZone(in).toInstant().equals(instant)) {
            throw new Stop(
                    at, "this wall time comes twice that night, and only the first can be named");
        }
        return wall;
    }

    private static String spelt(LocalDateTime wall, Timed.Walls form, Pointer at) {
        String text = form.form().write(wall);
        if (!form.form().read(text).equals(wall)) {
            throw new Stop(at, "this side has no place for its seconds");
        }
        return text;
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
                .with(form.zone(), name(placed.zone(), form.zone()));
    }

    private Draft put(Draft draft, Days form, Neutral.AllDay span) {
        int max =
                switch (form) {
                    case Days.One _ -> 1;
                    case Days.Span some -> some.max();
                };
        if (span.days() > max) {
            throw new Stop(
                    form.first(),
                    "%d days are too long; at most %d fit".formatted(span.days(), max));
        }
        Draft written = draft.with(form.first(), form.form().write(span.first()));
        return switch (form) {
            case Days.One _ -> written;
            case Days.Span(Pointer _, Pointer end, int _, boolean isLast, DayForm how) ->
                    written.with(
                            end,
                            how.write(span.first().plusDays(span.days() - (isLast ? 1L : 0L))));
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
