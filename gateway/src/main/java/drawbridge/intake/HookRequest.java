package drawbridge.intake;

import drawbridge.mapping.StreamSpec;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;
import drawbridge.mapping.WebhookSpec.Place;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A webhook as it came, before anything in it is believed.
final class HookRequest {

    private static final Pattern PARTS = Pattern.compile("[,;]");

    private final String method;
    private final String origin;
    private final String uri;
    private final List<String> segments;
    private final MultiMap query;
    private final MultiMap headers;
    private final byte[] body;

    /// @param origin the address that it was sent to, without path and query
    /// @param uri path and query as they were sent
    /// @param segments behind the address of the system's webhooks, decoded
    HookRequest(
            String method,
            String origin,
            String uri,
            List<String> segments,
            MultiMap query,
            MultiMap headers,
            byte[] body) {
        this.method = method;
        this.origin = origin;
        this.uri = uri;
        this.segments = List.copyOf(segments);
        this.query = query;
        this.headers = headers;
        this.body = body;
    }

    String method() {
        return method;
    }

    /// The whole address.
    String address() {
        return origin + uri;
    }

    /// Path and query as they were sent.
    String uri() {
        return uri;
    }

    List<String> segments() {
        return segments;
    }

    /// The bytes that came; nobody changes them.
    byte[] body() {
        return body;
    }

    /// @param door the path of the system's webhooks
    /// @param origin the address under which the sender knows us, where that is said
    static HookRequest of(
            RoutingContext context, String door, Optional<String> origin, byte[] body) {
        HttpServerRequest request = context.request();
        return new HookRequest(
                request.method().name(),
                origin.orElseGet(() -> origin(request)),
                request.uri(),
                segments(request.path(), door),
                query(context),
                request.headers(),
                body);
    }

    /// Bytes of which nothing else is known any more.
    static HookRequest of(byte[] body) {
        return new HookRequest(
                "POST",
                "",
                "/",
                List.of(),
                MultiMap.caseInsensitiveMultiMap(),
                MultiMap.caseInsensitiveMultiMap(),
                body);
    }

    /// The same with another body, which another header names.
    HookRequest with(byte[] other, String header, String value) {
        MultiMap more = MultiMap.caseInsensitiveMultiMap().addAll(headers).set(header, value);
        return new HookRequest(method, origin, uri, segments, query, more, other);
    }

    /// What stands at a place that is not in the body.
    Optional<String> outside(Place place) {
        return switch (place) {
            case Place.Header(String name, Optional<String> part) ->
                    part.map(one -> parts(name, one).stream().findFirst())
                            .orElseGet(() -> header(name));
            case Place.Query(String name) -> Optional.ofNullable(query.get(name));
            case Place.Segment(int number) ->
                    number <= segments.size()
                            ? Optional.of(segments.get(number - 1))
                            : Optional.empty();
            case Place.InEvent _, Place.InBody _ -> Optional.empty();
        };
    }

    /// What stands at a place.
    ///
    /// @param whole the body in which the event came
    Optional<Value> find(Place place, Value event, Value whole) {
        return switch (place) {
            case Place.InEvent(var at) -> at.find(event);
            case Place.InBody(var at) -> at.find(whole);
            case Place.Header _, Place.Query _, Place.Segment _ -> outside(place).map(Value::of);
        };
    }

    /// The same as text; empty where it is neither text nor number.
    Optional<String> text(Place place, Value event, Value whole) {
        return find(place, event, whole).flatMap(Values::idText);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(String::strip);
    }

    /// The parts of that name in a header like `t=17,v1=5f3a,v1=77b0`.
    List<String> parts(String header, String part) {
        List<String> found = new ArrayList<>();
        String text = header(header).orElse("");
        for (String word : PARTS.split(text, 0)) {
            String stripped = word.strip();
            if (stripped.startsWith(part + "=")) {
                found.add(stripped.substring(part.length() + 1));
            }
        }
        return found;
    }

    /// How a place is called in a sentence.
    static String named(Place place) {
        return switch (place) {
            case Place.InEvent(var at) -> at.toString();
            case Place.InBody(var at) -> at + " of the body";
            case Place.Header _ when place.equals(StreamSpec.KEY) -> "the key";
            case Place.Header(String name, Optional<String> part) ->
                    "the header " + name + part.map(one -> " (" + one + ")").orElse("");
            case Place.Query(String name) -> "the query's " + name;
            case Place.Segment(int number) -> "segment " + number + " of the address";
        };
    }

    private static String origin(HttpServerRequest request) {
        String scheme =
                Optional.ofNullable(request.getHeader("X-Forwarded-Proto"))
                        .orElseGet(() -> request.isSSL() ? "https" : "http");
        return scheme + "://" + Optional.ofNullable(request.getHeader("Host")).orElse("");
    }

    private static List<String> segments(String path, String door) {
        if (path == null || !path.startsWith(door + "/")) {
            return List.of();
        }
        return Arrays.stream(path.substring(door.length() + 1).split("/", -1))
                .map(HookRequest::decoded)
                .toList();
    }

    private static String decoded(String segment) {
        try {
            return Optional.ofNullable(URI.create("/" + segment).getPath())
                    .map(path -> path.substring(1))
                    .orElse(segment);
        } catch (IllegalArgumentException noPath) {
            return segment;
        }
    }

    private static MultiMap query(RoutingContext context) {
        try {
            return context.queryParams();
        } catch (HttpException | IllegalArgumentException broken) {
            return MultiMap.caseInsensitiveMultiMap();
        }
    }
}
