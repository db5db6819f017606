package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// A problem document (RFC 9457).
///
/// @param detail what happened, what it means, what to do
/// @param instance the path that was asked for
/// @param field the field of the request that is wrong; absent if none is
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        @Nullable String instance,
        @Nullable String field) {

    /// The media type of such a document.
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(title, "title");
    }
}
