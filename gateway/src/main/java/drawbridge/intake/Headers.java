package drawbridge.intake;

import io.vertx.ext.web.RoutingContext;

import java.util.Optional;
import java.util.regex.Pattern;

/// The headers of a request that say something to us.
final class Headers {

    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private Headers() {}

    static Optional<String> of(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getHeader(name)).map(String::strip);
    }

    /// The trace that the sender is in (W3C Trace Context).
    static Optional<String> trace(RoutingContext context) {
        return of(context, "traceparent").filter(text -> TRACE_PARENT.matcher(text).matches());
    }
}
