package drawbridge.mapping.lens;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Value;

import org.jspecify.annotations.Nullable;

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

    private WhenShapes() {}

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
