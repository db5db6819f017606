package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.JsonText;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Pointer;
import drawbridge.mapping.Refs;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Two systems' ways of keeping a series, as different as they come, for tests: wall time and a
/// pattern that puts a missing day on the last of the month, and instants and a rule in text.
final class SeriesShapes {

    static final ZoneId OWNERS = ZoneId.of("Europe/Berlin");

    static final Lens PATTERN = pattern(true);

    /// The same, but a month that lacks a day has no occurrence.
    static final Lens SKIPPING = pattern(false);

    static final Lens RULE =
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
                            Optional.of(OWNERS),
                            Optional.of(
                                    new SeriesLens(
                                            new RuleForm.Text(at("/rule")),
                                            new Exceptions(
                                                    Optional.of(at("/not")),
                                                    Optional.of(
                                                            new Exceptions.Item(
                                                                    at("/instead"),
                                                                    at("/original"),
                                                                    Optional.empty(),
                                                                    at("/from"),
                                                                    Optional.empty(),
                                                                    Optional.of(at("/to")),
                                                                    Optional.of(at("/title")))),
                                                    true),
                                            true))));

    private SeriesShapes() {}

    private static Lens pattern(boolean lastDay) {
        return new Lens.When(
                new WhenLens(
                        Optional.of(
                                new WhenLens.Timed.WallAndMinutes(
                                        at("/start"), at("/minutes"), at("/zone"), 1)),
                        Optional.of(new WhenLens.Days.One(at("/day"))),
                        Optional.empty(),
                        false,
                        Optional.of(OWNERS),
                        Optional.of(
                                new SeriesLens(
                                        new PatternForm(
                                                at("/repeats"),
                                                at("/every"),
                                                at("/unit"),
                                                at("/weekdays"),
                                                at("/day"),
                                                at("/month"),
                                                at("/position"),
                                                at("/until"),
                                                at("/times"),
                                                Map.of("week", "weekly"),
                                                lastDay),
                                        new Exceptions(
                                                Optional.empty(),
                                                Optional.of(
                                                        new Exceptions.Item(
                                                                at("/except"),
                                                                at("/original"),
                                                                Optional.of(at("/cancelled")),
                                                                at("/start"),
                                                                Optional.of(at("/minutes")),
                                                                Optional.empty(),
                                                                Optional.of(at("/title")))),
                                                false),
                                        true))));
    }

    /// A record of the side with rules: wall time in, instants stored.
    static Value.Obj rule(String start, long minutes, String zone, String rule, String... not) {
        Instant from = LocalDateTime.parse(start).atZone(ZoneId.of(zone)).toInstant();
        return json(
                """
                {"nested": {"from": "%s", "to": "%s"}, "whole": false, "zone": "%s",
                 "rule": "%s", "not": %s, "instead": []}
                """
                        .formatted(
                                from,
                                from.plus(Duration.ofMinutes(minutes)),
                                zone,
                                rule,
                                list(not)));
    }

    static Value.Obj wholeDays(String first, String end, String rule, String... not) {
        return json(
                """
                {"nested": {"from": "%s", "to": "%s"}, "whole": true, "zone": null,
                 "rule": "%s", "not": %s, "instead": []}
                """
                        .formatted(first, end, rule, list(not)));
    }

    private static String list(String... texts) {
        return List.of(texts).stream().map(text -> '"' + text + '"').toList().toString();
    }

    static Value.Obj with(Value.Obj record, String member, String json) {
        return at("/" + member).put(record, parsed(json));
    }

    static Value.Obj json(String text) {
        return (Value.Obj) parsed(text);
    }

    static Value parsed(String text) {
        try {
            return JsonText.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonText.Malformed wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    static Pointer at(String pointer) {
        return Pointer.parse(pointer);
    }

    static Neutral.Series read(Lens lens, Value.Obj record) {
        return switch (lens.read(State.of(record), Refs.NONE)) {
            case Lens.Got.Of(Neutral.Series series) -> series;
            case Lens.Got other -> throw new AssertionError("no series: " + other);
        };
    }

    static Lens.Got.Bad bad(Lens lens, Value.Obj record) {
        Lens.Got got = lens.read(State.of(record), Refs.NONE);
        assertThat(got).isInstanceOf(Lens.Got.Bad.class);
        return (Lens.Got.Bad) got;
    }

    static Value.Obj write(Lens lens, Neutral value) {
        return switch (lens.write(value, Refs.NONE)) {
            case Lens.Put.Of(Value.Obj members) -> members;
            case Lens.Put.Refused refused -> throw new AssertionError("refused: " + refused);
        };
    }

    static Lens.Put.Refused refused(Lens lens, Neutral value) {
        Lens.Put put = lens.write(value, Refs.NONE);
        assertThat(put).isInstanceOf(Lens.Put.Refused.class);
        return (Lens.Put.Refused) put;
    }
}
