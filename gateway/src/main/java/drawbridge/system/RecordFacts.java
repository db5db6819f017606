package drawbridge.system;

import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.TimeFormat;
import drawbridge.mapping.SystemSpec.VersionSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/// What a descriptor lets us know about a record beside its content.
///
/// @param id absent when the record names none, or not as text or number
/// @param updatedAt absent when the record does not say it in the declared format
/// @param deleted whether it carries the marker of a deleted record
public record RecordFacts(
        Optional<String> id,
        Optional<Version> version,
        Optional<Instant> updatedAt,
        boolean deleted) {

    public static RecordFacts of(ResourceSpec spec, Value.Obj record) {
        return new RecordFacts(
                spec.id().find(record).flatMap(Values::idText),
                spec.version().flatMap(version -> version(version, record)),
                spec.updatedAt().find(record).flatMap(value -> time(spec.updatedAtFormat(), value)),
                spec.deletedMarker()
                        .flatMap(marker -> marker.find(record))
                        .filter(Value.of(true)::equals)
                        .isPresent());
    }

    /// A time as the system writes it in a query.
    static String write(TimeFormat format, Instant time) {
        return switch (format) {
            case ISO_INSTANT -> time.toString();
            case EPOCH_MILLIS -> Long.toString(time.toEpochMilli());
            case EPOCH_SECONDS -> Long.toString(time.getEpochSecond());
        };
    }

    private static Optional<Version> version(VersionSpec spec, Value.Obj record) {
        return spec.at()
                .find(record)
                .flatMap(Values::idText)
                .map(
                        text ->
                                new Version(
                                        text, spec.ordered() ? order(text) : OptionalLong.empty()));
    }

    private static OptionalLong order(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Optional<Instant> time(TimeFormat format, Value value) {
        try {
            return switch (format) {
                case ISO_INSTANT ->
                        value instanceof Value.Text(String text)
                                ? Optional.of(OffsetDateTime.parse(text).toInstant())
                                : Optional.empty();
                case EPOCH_MILLIS -> whole(value).map(Instant::ofEpochMilli);
                case EPOCH_SECONDS -> whole(value).map(Instant::ofEpochSecond);
            };
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> whole(Value value) {
        try {
            return value instanceof Value.Num(BigDecimal number)
                    ? Optional.of(number.longValueExact())
                    : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
