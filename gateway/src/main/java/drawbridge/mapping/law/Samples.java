package drawbridge.mapping.law;

import drawbridge.mapping.Neutral;
import drawbridge.mapping.Rule;
import drawbridge.mapping.Rule.Every;
import drawbridge.mapping.Side;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.lens.Field;
import drawbridge.mapping.lens.Form;
import drawbridge.mapping.lens.Lens;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The values that a field is tried with, from small to large, so that the first by which a law
/// fails is the smallest.
final class Samples {

    private static final Neutral EMPTY = new Neutral.Empty();

    /// Kept short, and each odd in a way of its own: blanks, accents written in two ways, a sign
    /// beyond 16 bits, numbers, addresses.
    private static final List<String> TEXTS =
            List.of(
                    "a",
                    "Ä",
                    "ß",
                    "0",
                    "😀",
                    "e\u0301",
                    " a",
                    "a ",
                    "a b",
                    "a  b",
                    "a\nb",
                    "a b c",
                    "\u00a0a",
                    "000000",
                    "A@B.C",
                    "null",
                    "true",
                    "Ärger GmbH & Co.",
                    "030/901820",
                    "+49 30 901820",
                    "a@EXAMPLE.com",
                    "bücher@bücher.example",
                    "two words and a few more");

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

    private Samples() {}

    /// @param lengths how many characters systems take: what is just as long, and what is longer by
    ///   one, is tried as well
    static List<Neutral> of(Field field, Collection<Integer> lengths) {
        Set<Integer> ends = new TreeSet<>(lengths);
        List<Lens> lenses = new ArrayList<>();
        for (Side side : Side.values()) {
            parts(field.lens(side)).forEach(lenses::add);
        }
        lenses.forEach(lens -> max(lens).ifPresent(ends::add));
        Set<Neutral> values = new LinkedHashSet<>();
        values.add(EMPTY);
        lenses.forEach(lens -> fixed(lens).ifPresent(values::add));
        for (Lens lens : lenses) {
            switch (lens) {
                case Lens.At(var _, boolean _, Form form) ->
                        values.addAll(of(field, form, lenses, ends));
                case Lens.Item item -> values.addAll(of(field, item.form(), lenses, ends));
                case Lens.Beginning(var _, Lens.Words words) ->
                        values.addAll(words(words.words().keySet().toArray(String[]::new)));
                case Lens.Rest(var _, List<String> beginnings) ->
                        beginnings.forEach(
                                beginning -> values.add(new Neutral.Words(beginning + "a")));
                case Lens.Interval _ ->
                        values.addAll(
                                words(
                                        "2026-03-01/2026-03-02",
                                        "2026-01-01/2027-01-01",
                                        "2026-03-01/..",
                                        "../2024-03-01"));
                case Lens.When _ -> values.addAll(times());
                case Lens.Computed(var _, Form form) ->
                        values.addAll(of(field, form, lenses, ends));
                case Lens.Join _, Lens.Const _, Lens.Default _, Lens.Enriched _ -> {}
            }
        }
        return List.copyOf(values);
    }

    /// The lens, and those that it is made of.
    static Stream<Lens> parts(Lens lens) {
        Stream<Lens> inside =
                switch (lens) {
                    case Lens.Join(Lens.At first, Lens.At last) -> Stream.of(first, last);
                    case Lens.Rest(Lens.At at, var _) -> Stream.of(at);
                    case Lens.Default(Lens inner, Neutral _) -> parts(inner);
                    case Lens.Enriched(String _, Lens inner) -> parts(inner);
                    case Lens.At _,
                            Lens.Const _,
                            Lens.Computed _,
                            Lens.Item _,
                            Lens.Beginning _,
                            Lens.Interval _,
                            Lens.When _ ->
                            Stream.of();
                };
        return Stream.concat(Stream.of(lens), inside);
    }

    private static Optional<Neutral> fixed(Lens lens) {
        return switch (lens) {
            case Lens.Const(Neutral value) -> Optional.of(value);
            case Lens.Default(Lens _, Neutral value) -> Optional.of(value);
            case Lens.At _,
                    Lens.Join _,
                    Lens.Enriched _,
                    Lens.Computed _,
                    Lens.Item _,
                    Lens.Beginning _,
                    Lens.Rest _,
                    Lens.Interval _,
                    Lens.When _ ->
                    Optional.empty();
        };
    }

    private static Optional<Integer> max(Lens lens) {
        return lens instanceof Lens.At(var _, boolean _, Form.Text text) && text.max().isPresent()
                ? Optional.of(text.max().getAsInt())
                : Optional.empty();
    }

    private static List<Neutral> of(Field field, Form form, List<Lens> lenses, Set<Integer> ends) {
        return switch (form) {
            case Form.Text _, Form.Markup _ -> texts(ends);
            case Form.Numeral _, Form.Scaled _ ->
                    Stream.of(
                                    "0",
                                    "1",
                                    "-1",
                                    "0.1",
                                    "2.50",
                                    "9007199254740993",
                                    "1E+20",
                                    "-0.00001")
                            .<Neutral>map(text -> new Neutral.Number(new BigDecimal(text)))
                            .toList();
            case Form.Bool _ -> List.of(new Neutral.Flag(false), new Neutral.Flag(true));
            case Form.Items _, Form.Split _ ->
                    Stream.of(List.of("a"), List.of("a", "b"), List.of("b", "Ä", " a "))
                            .<Neutral>map(Neutral.Many::new)
                            .toList();
            case Form.Choice(Lens.Words words) ->
                    words.words().keySet().stream().<Neutral>map(Neutral.Words::new).toList();
            case Form.Moment _, Form.Wall _ -> instants(lenses);
            case Form.Day _ ->
                    words("2026-03-01", "2024-02-29", "1970-01-01", "0001-01-01", "9999-12-31");
            case Form.Ref _ -> People.of(field).stream().<Neutral>map(Neutral.Linked::new).toList();
        };
    }

    private static List<Neutral> texts(Set<Integer> ends) {
        List<Neutral> texts = new ArrayList<>();
        TEXTS.forEach(text -> texts.add(new Neutral.Words(text)));
        for (int end : ends) {
            for (int length : new int[] {end, end + 1}) {
                for (String sign : List.of("a", "Ä", "😀")) {
                    texts.add(new Neutral.Words(sign.repeat(length)));
                }
            }
        }
        return texts;
    }

    /// No finer than the coarser of both sides holds: what a system cannot say it never says.
    private static List<Neutral> instants(List<Lens> lenses) {
        List<Neutral> instants =
                new ArrayList<>(
                        words(
                                "2026-03-01T09:00:00Z",
                                "1970-01-01T00:00:00Z",
                                "2026-10-25T01:00:00Z",
                                "2038-01-19T03:14:08Z"));
        Set<TimeFormat> formats = new LinkedHashSet<>();
        for (Lens lens : lenses) {
            if (lens instanceof Lens.At(var _, boolean _, Form.Wall _)) {
                return instants;
            }
            if (lens instanceof Lens.At(var _, boolean _, Form.Moment(TimeFormat format))) {
                formats.add(format);
            }
        }
        if (!formats.contains(TimeFormat.EPOCH_SECONDS)) {
            instants.addAll(words("2026-03-01T09:00:00.001Z"));
        }
        if (formats.equals(Set.of(TimeFormat.ISO_INSTANT))) {
            instants.addAll(words("2026-03-01T09:00:00.000000001Z"));
        }
        return instants;
    }

    private static List<Neutral> words(String... words) {
        return Stream.of(words).<Neutral>map(Neutral.Words::new).toList();
    }

    // ---- Times in a calendar

    private static List<Neutral> times() {
        List<Neutral> times = new ArrayList<>();
        times.add(new Neutral.AllDay(LocalDate.of(2026, 3, 1), 1));
        times.add(timed("2026-03-02T10:00", BERLIN, 60));
        times.add(timed("2026-03-02T10:00", BERLIN, 0));
        times.add(timed("2026-03-02T10:00", BERLIN, 7));
        times.add(timed("2026-07-01T23:30", NEW_YORK, 45));
        times.add(timed("2026-03-02T00:00", KOLKATA, 24 * 60));
        times.add(timed("2026-03-02T09:00", ZoneOffset.UTC, 60));
        // The nights in which clocks change: an hour that is skipped, and one that comes twice.
        times.add(timed("2026-03-29T02:30", BERLIN, 60));
        times.add(timed("2026-10-25T02:30", BERLIN, 60));
        times.add(new Neutral.AllDay(LocalDate.of(2024, 2, 29), 1));
        times.add(new Neutral.AllDay(LocalDate.of(2026, 3, 28), 3));
        times.addAll(series());
        return times;
    }

    private static Neutral.Timed timed(String start, ZoneId zone, int minutes) {
        return new Neutral.Timed(LocalDateTime.parse(start), zone, Duration.ofMinutes(minutes));
    }

    private static List<Neutral> series() {
        Neutral.Timed wednesday = timed("2026-10-14T10:00", BERLIN, 60);
        Neutral.Timed inNewYork = timed("2026-10-14T18:30", NEW_YORK, 30);
        Neutral.AllDay day = new Neutral.AllDay(LocalDate.of(2026, 10, 14), 1);
        List<Neutral> series = new ArrayList<>();
        for (Neutral.Once first : List.of(wednesday, inNewYork, day)) {
            series.add(plain(first, rule(Every.DAY, Set.of(), Set.of(), new Rule.Times(3))));
            series.add(plain(first, weekly(new Rule.Never())));
        }
        series.add(plain(wednesday, weekly(new Rule.Until(LocalDate.of(2026, 12, 16)))));
        series.add(
                plain(
                        wednesday,
                        rule(
                                Every.WEEK,
                                Set.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY),
                                Set.of(),
                                new Rule.Never())));
        series.add(plain(wednesday, rule(Every.MONTH, Set.of(), Set.of(14), new Rule.Never())));
        series.add(plain(day, rule(Every.YEAR, Set.of(), Set.of(14), new Rule.Never())));
        series.add(changed(wednesday, "2026-10-21T10:00", new Neutral.Cancelled()));
        series.add(
                changed(
                        wednesday,
                        "2026-10-28T10:00",
                        new Neutral.Changed(
                                timed("2026-10-29T09:00", BERLIN, 30), Optional.empty())));
        series.add(changed(day, "2026-10-21T00:00", new Neutral.Cancelled()));
        return series;
    }

    private static Rule weekly(Rule.End end) {
        return rule(Every.WEEK, Set.of(DayOfWeek.WEDNESDAY), Set.of(), end);
    }

    private static Rule rule(
            Every every, Set<DayOfWeek> weekdays, Set<Integer> days, Rule.End end) {
        return new Rule(
                every,
                1,
                weekdays,
                days,
                every == Every.YEAR ? Optional.of(Month.OCTOBER) : Optional.empty(),
                Set.of(),
                DayOfWeek.MONDAY,
                end);
    }

    private static Neutral plain(Neutral.Once first, Rule rule) {
        return new Neutral.Series(first, rule, new TreeMap<>());
    }

    private static Neutral changed(Neutral.Once first, String key, Neutral.Deviation what) {
        return new Neutral.Series(
                first,
                weekly(new Rule.Never()),
                new TreeMap<>(Map.of(LocalDateTime.parse(key), what)));
    }
}
