package drawbridge.mapping.lens;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.PlainText;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// In which members a system keeps the occurrences of a series that are not as the rule has them.
///
/// A time there is read in any spelling: an instant, a time with an offset or a zone, wall time in
/// the zone of the series, or a date. A key that is no occurrence of the rule, but on a day that
/// has one, means that one: the start of the series was moved and its exceptions were not, or days
/// were excluded and not times.
///
/// @param excluded a list of the keys of cancelled occurrences
/// @param changed a list of objects, one for each changed occurrence
/// @param instants whether times are written as instants, not as wall time
public record Exceptions(Optional<Pointer> excluded, Optional<Item> changed, boolean instants) {

    private static final String TIME = "a time such as 2026-03-01T10:00:00";

    /// One changed occurrence; the places lead from its object.
    ///
    /// @param cancelled says that it does not take place
    /// @param minutes its length, or `end` says when it ends
    public record Item(
            Pointer list,
            Pointer original,
            Optional<Pointer> cancelled,
            Pointer start,
            Optional<Pointer> minutes,
            Optional<Pointer> end,
            Optional<Pointer> title) {}

    List<Pointer> lists() {
        List<Pointer> lists = new ArrayList<>();
        excluded.ifPresent(lists::add);
        changed.ifPresent(item -> lists.add(item.list()));
        return lists;
    }

    // ---- Reading

    /// The exceptions of `series`, which has none yet.
    ///
    /// @throws Stop when one cannot be read, or changes what the rule does not produce
    SortedMap<LocalDateTime, Neutral.Deviation> read(Members members, Neutral.Series series) {
        List<Found> found = new ArrayList<>();
        excluded.ifPresent(list -> excluded(members, list, series, found));
        changed.ifPresent(item -> changed(members, item, series, found));
        Set<LocalDate> produced =
                Occurrences.produced(
                        series,
                        found.stream()
                                .map(one -> one.key.toLocalDate())
                                .collect(Collectors.toSet()));
        SortedMap<LocalDateTime, Neutral.Deviation> exceptions = new TreeMap<>();
        for (Found one : found) {
            LocalDateTime key = one.key.with(Occurrences.time(series.first()));
            if (!produced.contains(key.toLocalDate())) {
                if (one.what instanceof Neutral.Changed) {
                    throw new Stop(
                            one.at,
                            "the rule has no occurrence on " + key.toLocalDate() + " to change");
                }
                continue;
            }
            if (one.what instanceof Neutral.Changed(Neutral.Once to, Optional<String> title)
                    && title.isEmpty()
                    && Occurrences.same(to, Occurrences.at(series.first(), key))) {
                continue;
            }
            Neutral.Deviation before = exceptions.putIfAbsent(key, one.what);
            if (before != null && !before.equals(one.what)) {
                throw new Stop(one.at, "the occurrence of " + key + " is named twice, differently");
            }
        }
        return exceptions;
    }

    /// @param at where it stands
    private record Found(Pointer at, LocalDateTime key, Neutral.Deviation what) {}

    private static void excluded(
            Members members, Pointer list, Neutral.Series series, List<Found> found) {
        int index = 0;
        for (Value item : members.items(list)) {
            Pointer at = list.then(new Pointer(List.of(String.valueOf(index++))));
            if (!(item instanceof Value.Text(String text))) {
                throw new Stop(at, TIME + " is expected here");
            }
            LocalDateTime key;
            try {
                key = wall(text.strip(), series.first());
            } catch (DateTimeException wrong) {
                throw new Stop(at, TIME + " is expected here, not '" + text + "'");
            }
            found.add(new Found(at, key, new Neutral.Cancelled()));
        }
    }

    private static void changed(
            Members members, Item item, Neutral.Series series, List<Found> found) {
        int index = 0;
        for (Value value : members.items(item.list())) {
            Pointer at = item.list().then(new Pointer(List.of(String.valueOf(index++))));
            if (!(value instanceof Value.Obj object)) {
                throw new Stop(at, "a changed occurrence is expected here");
            }
            Members one = new Members(object, at, true);
            LocalDateTime key =
                    one.text(item.original(), TIME, text -> wall(text, series.first()))
                            .orElseThrow(
                                    () ->
                                            one.wrong(
                                                    item.original(),
                                                    "which occurrence is changed is not said"));
            boolean cancelled = item.cancelled().filter(one::flag).isPresent();
            found.add(
                    new Found(
                            at,
                            key,
                            cancelled ? new Neutral.Cancelled() : change(one, item, key, series)));
        }
    }

    private static Neutral.Changed change(
            Members one, Item item, LocalDateTime key, Neutral.Series series) {
        Neutral.Once plain =
                Occurrences.at(series.first(), key.with(Occurrences.time(series.first())));
        Optional<String> title =
                item.title()
                        .flatMap(at -> one.text(at, "a text", text -> PlainText.of(text).strip()))
                        .filter(text -> !text.isEmpty());
        Neutral.Once to =
                switch (plain) {
                    case Neutral.AllDay days -> moved(one, item, days);
                    case Neutral.Timed time -> moved(one, item, time);
                };
        return new Neutral.Changed(to, title);
    }

    private static Neutral.Once moved(Members one, Item item, Neutral.AllDay plain) {
        LocalDate first =
                one.text(item.start(), TIME, text -> wall(text, plain))
                        .map(LocalDateTime::toLocalDate)
                        .orElse(plain.first());
        int days =
                item.end()
                        .flatMap(at -> one.text(at, TIME, text -> wall(text, plain)))
                        .map(end -> (int) ChronoUnit.DAYS.between(first, end.toLocalDate()))
                        .orElse(plain.days());
        if (days < 0) {
            throw one.wrong(item.end().orElseThrow(), "it ends before it starts");
        }
        return new Neutral.AllDay(first, Math.max(1, days));
    }

    private static Neutral.Once moved(Members one, Item item, Neutral.Timed plain) {
        Neutral.Timed start =
                one.text(item.start(), TIME, text -> timed(text, plain)).orElse(plain);
        Optional<Duration> minutes =
                item.minutes().flatMap(one::whole).map(number -> Duration.ofMinutes(number));
        Optional<Duration> length =
                minutes.or(
                        () ->
                                item.end()
                                        .flatMap(
                                                at ->
                                                        one.text(
                                                                at,
                                                                TIME,
                                                                text -> timed(text, plain)))
                                        .map(
                                                end ->
                                                        Duration.between(
                                                                CivilTime.instant(start),
                                                                CivilTime.instant(end))));
        if (length.filter(Duration::isNegative).isPresent()) {
            throw one.wrong(item.minutes().or(item::end).orElseThrow(), "it ends before it starts");
        }
        return new Neutral.Timed(start.start(), start.zone(), length.orElse(plain.length()));
    }

    /// A time as any system spells it, as wall time in the zone of the series.
    private static LocalDateTime wall(String text, Neutral.Once first) {
        return switch (first) {
            case Neutral.AllDay _ ->
                    LocalDate.parse(text.substring(0, Math.min(10, text.length()))).atStartOfDay();
            case Neutral.Timed time -> wall(text, time);
        };
    }

    private static LocalDateTime wall(String text, Neutral.Timed time) {
        return switch (parsed(text)) {
            case LocalDate day -> day.atTime(time.start().toLocalTime());
            case ZonedDateTime zoned -> zoned.withZoneSameInstant(time.zone()).toLocalDateTime();
            case TemporalAccessor other -> LocalDateTime.from(other);
        };
    }

    /// The same, and which of two it is where the clocks are set back.
    private static Neutral.Timed timed(String text, Neutral.Timed time) {
        return parsed(text) instanceof ZonedDateTime zoned
                ? CivilTime.at(zoned.toInstant(), time.zone(), time.length())
                : new Neutral.Timed(wall(text, time), time.zone(), time.length());
    }

    private static TemporalAccessor parsed(String text) {
        return text.indexOf('T') < 0
                ? LocalDate.parse(text)
                : DateTimeFormatter.ISO_DATE_TIME.parseBest(
                        text, ZonedDateTime::from, LocalDateTime::from);
    }

    // ---- Writing

    /// @throws Stop when the side cannot hold what became of an occurrence
    Draft write(Draft draft, Neutral.Series series, Pointer rule) {
        List<Value> keys = new ArrayList<>();
        List<Value> items = new ArrayList<>();
        series.exceptions()
                .forEach(
                        (key, what) -> {
                            if (what instanceof Neutral.Cancelled && excluded.isPresent()) {
                                keys.add(Value.of(text(key, series.first())));
                            } else {
                                items.add(item(key, what, series, rule));
                            }
                        });
        Draft written = draft;
        if (excluded.isPresent()) {
            written = written.with(excluded.get(), new Value.Arr(keys));
        }
        return changed.isPresent()
                ? written.with(changed.get().list(), new Value.Arr(items))
                : written;
    }

    private Value item(
            LocalDateTime key, Neutral.Deviation what, Neutral.Series series, Pointer rule) {
        Item form =
                changed.orElseThrow(
                        () -> new Stop(rule, "this side cannot hold a changed occurrence"));
        Draft item = blank(form).with(form.original(), text(key, series.first()));
        return switch (what) {
            case Neutral.Cancelled _ -> {
                Pointer flag =
                        form.cancelled()
                                .orElseThrow(
                                        () ->
                                                new Stop(
                                                        form.list(),
                                                        "this side cannot hold a cancelled"
                                                                + " occurrence"));
                yield item.with(flag, Value.of(true)).members();
            }
            case Neutral.Changed(Neutral.Once to, Optional<String> title) -> {
                if (title.isPresent() && form.title().isEmpty()) {
                    throw new Stop(form.list(), "this side has no titles of single occurrences");
                }
                yield moved(form, item, to, series.first(), title).members();
            }
        };
    }

    /// With a null where nothing is said, so that nothing of an older one stays.
    private static Draft blank(Item form) {
        Draft blank = Draft.EMPTY.with(form.original(), Value.NULL).with(form.start(), Value.NULL);
        for (Pointer at :
                Stream.of(form.minutes(), form.end(), form.title())
                        .flatMap(Optional::stream)
                        .toList()) {
            blank = blank.with(at, Value.NULL);
        }
        return blank.flag(form.cancelled(), false);
    }

    private Draft moved(
            Item form, Draft item, Neutral.Once to, Neutral.Once first, Optional<String> title) {
        Draft written = item.with(form.start(), text(Occurrences.key(to), to));
        if (form.title().isPresent()) {
            written = written.with(form.title().get(), title.map(Value::of));
        }
        return switch (to) {
            case Neutral.AllDay days -> {
                if (form.end().isEmpty()
                        && !(first instanceof Neutral.AllDay(var _, int usual)
                                && usual == days.days())) {
                    throw new Stop(form.list(), "this side cannot hold an occurrence of more days");
                }
                yield form.end().isPresent()
                        ? written.with(
                                form.end().get(), days.first().plusDays(days.days()).toString())
                        : written;
            }
            case Neutral.Timed time -> length(form, written, time, first);
        };
    }

    private Draft length(Item form, Draft item, Neutral.Timed to, Neutral.Once first) {
        if (!instants
                && first instanceof Neutral.Timed usual
                && !to.zone().getRules().equals(usual.zone().getRules())) {
            throw new Stop(
                    form.list(),
                    "this wall time comes twice that night, and only the first can be named");
        }
        Draft written = item;
        if (form.minutes().isPresent()) {
            if (!to.length().equals(Duration.ofMinutes(to.length().toMinutes()))) {
                throw new Stop(form.list(), "the length is no whole number of minutes");
            }
            written = written.with(form.minutes().get(), Value.of(to.length().toMinutes()));
        }
        if (form.end().isPresent()) {
            ZoneId zone = to.zone();
            Neutral.Timed end =
                    CivilTime.at(CivilTime.instant(to).plus(to.length()), zone, Duration.ZERO);
            written = written.with(form.end().get(), text(end.start(), end));
        }
        return written;
    }

    private String text(LocalDateTime key, Neutral.Once first) {
        return switch (first) {
            case Neutral.AllDay _ -> key.toLocalDate().toString();
            case Neutral.Timed time ->
                    instants ? key.atZone(time.zone()).toInstant().toString() : CivilTime.wall(key);
        };
    }
}
