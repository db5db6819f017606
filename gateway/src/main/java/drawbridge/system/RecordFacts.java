package drawbridge.system;

import drawbridge.mapping.SystemSpec.ResourceSpec;
import drawbridge.mapping.SystemSpec.VersionSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.Version;

import java.time.Instant;
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
                spec.updatedAt().flatMap(at -> at.at().find(record).flatMap(at.format()::read)),
                spec.deletedMarker().filter(marker -> marker.marks(record)).isPresent());
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
}
