package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// One message of the feed. At least one comes every second, so that silence of three seconds means
/// that the connection is lost. `n` grows by one with each frame of an instance: a jump is a gap.
///
/// Write with [#of], read with [#news].
public record Frame(String instance, long n, FrameType type, Instant at, JsonNode body) {

    public Frame {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(body, "body");
    }

    /// The frame that tells this.
    public static Frame of(String instance, long n, Instant at, News news) {
        return switch (news) {
            case News.Ticked(var tick) -> frame(instance, n, at, FrameType.TICK, tick);
            case News.ItemParked(var item) -> frame(instance, n, at, FrameType.PARKED, item);
            case News.ItemUnparked(var item) -> frame(instance, n, at, FrameType.UNPARKED, item);
            case News.BreakerMoved(var b) -> frame(instance, n, at, FrameType.BREAKER, b);
            case News.ActionMoved(var result) -> frame(instance, n, at, FrameType.ACTION, result);
            case News.LoadAgain() -> frame(instance, n, at, FrameType.SNAPSHOT, Map.of());
            case News.Unknown() -> frame(instance, n, at, FrameType.OTHER, Map.of());
        };
    }

    /// What the frame tells.
    ///
    /// @throws UnreadableJson if the body does not fit the type
    public News news() {
        return switch (type) {
            case TICK -> new News.Ticked(OpsJson.convert(body, Tick.class));
            case PARKED -> new News.ItemParked(OpsJson.convert(body, Parked.class));
            case UNPARKED -> new News.ItemUnparked(OpsJson.convert(body, Parked.class));
            case BREAKER -> new News.BreakerMoved(OpsJson.convert(body, Breaker.class));
            case ACTION -> new News.ActionMoved(OpsJson.convert(body, ActionResult.class));
            case SNAPSHOT -> new News.LoadAgain();
            case OTHER -> new News.Unknown();
        };
    }

    /// Where the feed stands after this frame.
    @JsonIgnore
    public Position position() {
        return new Position(instance, n);
    }

    private static Frame frame(String instance, long n, Instant at, FrameType type, Object body) {
        return new Frame(instance, n, type, at, OpsJson.tree(body));
    }
}
