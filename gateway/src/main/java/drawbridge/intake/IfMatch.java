package drawbridge.intake;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.Stamp;
import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.UpdatedAt;
import drawbridge.mapping.SystemSpec.VersionSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;
import drawbridge.system.RecordFacts;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// "Take this only if you hold nothing newer than version V of the record."
///
/// The version of a record is what its descriptor calls so; a record without one goes by its time
/// of change. Numbers and times are compared, any other version must be the very one that is held.
///
/// @param named the version that the sender names
record IfMatch(ResourceSpec spec, String named, Point point) {

    private static final Pattern STRONG = Pattern.compile("\"([\\x21\\x23-\\x7e]+)\"");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    /// A version, so that two can be compared.
    sealed interface Point {

        record Order(long order) implements Point {}

        record Exact(String text) implements Point {}

        record At(Instant time) implements Point {}
    }

    /// From the header of the same name: one version, in quotation marks.
    ///
    /// @throws Refusal when it is something else
    static IfMatch header(ResourceSpec spec, String header) {
        Matcher strong = STRONG.matcher(header);
        if (!strong.matches()) {
            throw Refusal.malformed(
                    "The header If-Match must name one version in quotation marks, such as"
                            + " \"17\".");
        }
        return of(spec, strong.group(1));
    }

    /// @throws Refusal when a record of this kind cannot have such a version
    static IfMatch of(ResourceSpec spec, String named) {
        if (spec.version().filter(VersionSpec::ordered).isPresent()) {
            if (!NUMBER.matcher(named).matches()) {
                throw wrong(spec, named, "it is a whole number (" + place(spec) + ")");
            }
            return new IfMatch(spec, named, new Point.Order(Long.parseLong(named)));
        }
        if (spec.version().isPresent()) {
            return new IfMatch(spec, named, new Point.Exact(named));
        }
        Stamp format = spec.updatedAt().map(UpdatedAt::format).orElse(Stamp.NONE);
        Value value =
                !format.isNumber() || !NUMBER.matcher(named).matches()
                        ? Value.of(named)
                        : new Value.Num(new BigDecimal(named));
        return format.read(value)
                .map(time -> new IfMatch(spec, named, new Point.At(time)))
                .orElseThrow(
                        () ->
                                wrong(
                                        spec,
                                        named,
                                        "it is the record's time of change as it stands in "
                                                + place(spec)));
    }

    private static Refusal wrong(ResourceSpec spec, String named, String what) {
        return Refusal.malformed(
                "\""
                        + named
                        + "\" is no version of the resource "
                        + spec.name().resource()
                        + ": "
                        + what
                        + ".");
    }

    /// The member that holds the version.
    private static String place(ResourceSpec spec) {
        return at(spec).map(Pointer::toString).orElse("no member of it");
    }

    /// Whether a state that is held is newer than what the sender names. One that says no version
    /// is not.
    boolean isOlderThan(Value.Obj held) {
        RecordFacts facts = RecordFacts.of(spec, held);
        return switch (point) {
            case Point.Order(long order) ->
                    facts.version()
                            .filter(
                                    version ->
                                            version.order().isPresent()
                                                    && version.order().getAsLong() > order)
                            .isPresent();
            case Point.Exact(String text) ->
                    facts.version().map(Version::text).filter(has -> !has.equals(text)).isPresent();
            case Point.At(Instant time) ->
                    facts.updatedAt().filter(at -> at.isAfter(time)).isPresent();
        };
    }

    /// The version that a record says it has, as a sender would name it.
    static Optional<String> stated(ResourceSpec spec, Value.Obj record) {
        return at(spec).flatMap(at -> at.find(record)).flatMap(Values::idText);
    }

    private static Optional<Pointer> at(ResourceSpec spec) {
        return spec.version().map(VersionSpec::at).or(() -> spec.updatedAt().map(UpdatedAt::at));
    }
}
