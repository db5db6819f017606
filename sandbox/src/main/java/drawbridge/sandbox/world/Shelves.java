package drawbridge.sandbox.world;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that one account owns in one sandbox.
public final class Shelves {

    private final InstantSource clock;
    private final Map<String, Shelf> shelves = new LinkedHashMap<>();
    private long lastStamp;

    public Shelves(InstantSource clock) {
        this.clock = clock;
    }

    public Shelf of(Kind kind) {
        return of(kind.name());
    }

    public Shelf of(String kind) {
        return shelves.computeIfAbsent(kind, _ -> new Shelf());
    }

    /// Now in epoch milliseconds, but later than every stamp before: two writes never share one.
    long stamp() {
        lastStamp = Math.max(clock.millis(), lastStamp + 1);
        return lastStamp;
    }
}
