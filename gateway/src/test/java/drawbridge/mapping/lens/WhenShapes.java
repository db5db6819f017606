package drawbridge.mapping.lens;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// Two systems' ways of keeping a calendar time, as different as they come, for tests.
final class WhenShapes {

    static final Lens WALL_AND_MINUTES =
            new Lens.When(
                    new WhenLens(
                            Optional.of(
                                    new WhenLens.Timed.WallAndMinutes(
                                            at("/start"), at("/minutes"), at("/zone"), 1)),
                            Optional.of(new WhenLens.Days.One(at("/day"))),
                            Optional.empty(),
                            false,
                            Optional.of(ZoneId.of("Europe/Berlin")),
                            Optional.empty()));

    static final Lens INSTANTS =
            new Lens.When(
                    new WhenLens(
                            Optional.of(
                                    new WhenLens.Timed.Instants(
                                            at("/nested/from"),
                                            at("/nested/to"),
                                            Optional.of(at("/zone")))),
                            Optional.of(
                                    new WhenLens.Days.Span(
                                            at("/nested/from"), at("/nested/to"), 1000)),
                            Optional.of(at("/whole")),
                            false,
                            Optional.of(ZoneId.of("Europe/Berlin")),
                            Optional.empty()));

    /// Walls in a zone that goes by a name of Windows, never shorter than five minutes; days from
    /// the first to the last, as midnights in UTC.
    static final Lens WINDOWS =
            new Lens.When(
                    new WhenLens(
                            Optional.of(
                                    new WhenLens.Timed.Walls(
                                            at("/begins"),
                                            at("/ends"),
                                            Optional.of(at("/zone")),
                                            Optional.empty(),
                                            WallForm.ISO)),
                            Optional.of(
                                    new WhenLens.Days.Span(
                                            at("/first"),
                                            at("/last"),
                                            1000,
                                            true,
                                            new DayForm.MidnightUtc())),
                            Optional.empty(),
                            false,
                            Optional.of(ZoneId.of("Europe/Berlin")),
                            Optional.empty(),
                            new WhenLens.Ways(
                                    true,
                                    Duration.ofMinutes(5),
                                    Optional.of(
                                            new ZonePlace(Optional.of("owner"), at("/zone"))))));

    /// A start and an end of which each has a zone of its own.
    static final Lens TWO_ZONES =
            new Lens.When(
                    new WhenLens(
                            Optional.of(
                                    new WhenLens.Timed.Walls(
                                            at("/start/dateTime"),
                                            at("/end/dateTime"),
                                            Optional.of(at("/start/timeZone")),
                                            Optional.of(at("/end/timeZone")),
                                            WallForm.ISO)),
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Optional.of(ZoneId.of("Europe/Berlin")),
                            Optional.empty()));

    private WhenShapes() {}

    static Value.Obj zoned(String from, String zone, String to, @Nullable String endZone) {
        return new Value.Obj(
                Map.of(
                        "start",
                        new Value.Obj(
                                Map.of("dateTime", Value.of(from), "timeZone", Value.of(zone))),
                        "end",
                        new Value.Obj(
                                Map.of("dateTime", Value.of(to), "timeZone", text(endZone)))));
    }

    static Value.Obj walls(String begins, String ends, @Nullable String zone) {
        return new Value.Obj(
                Map.of(
                        "begins", Value.of(begins),
                        "ends", Value.of(ends),
                        "zone", text(zone),
                        "first", Value.NULL,
                        "last", Value.NULL));
    }

    static Value.Obj wallDays(String first, String last) {
        return new Value.Obj(
                Map.of(
                        "begins", Value.NULL,
                        "ends", Value.NULL,
                        "zone", Value.NULL,
                        "first", Value.of(first),
                        "last", Value.of(last)));
    }

    static Value.Obj wall(@Nullable String start, @Nullable Long minutes, @Nullable String zone) {
        return new Value.Obj(
                Map.of(
                        "start",
                        text(start),
                        "minutes",
                        minutes == null ? Value.NULL : Value.of(minutes),
                        "zone",
                        text(zone),
                        "day",
                        Value.NULL));
    }

    static Value.Obj wallDay(String day) {
        return new Value.Obj(
                Map.of(
                        "start", Value.NULL,
                        "minutes", Value.NULL,
                        "zone", Value.NULL,
                        "day", Value.of(day)));
    }

    static Value.Obj instants(Instant from, Instant to, @Nullable String zone) {
        return new Value.Obj(
                Map.of(
                        "nested",
                        new Value.Obj(
                                Map.of(
                                        "from", Value.of(from.toString()),
                                        "to", Value.of(to.toString()))),
                        "whole",
                        Value.of(false),
                        "zone",
                        text(zone)));
    }

    static Value.Obj span(String first, String end) {
        return new Value.Obj(
                Map.of(
                        "nested",
                        new Value.Obj(Map.of("from", Value.of(first), "to", Value.of(end))),
                        "whole",
                        Value.of(true),
                        "zone",
                        Value.NULL));
    }

    private static Value text(@Nullable String text) {
        return text == null ? Value.NULL : Value.of(text);
    }

    private static Pointer at(String pointer) {
        return Pointer.parse(pointer);
    }
}
