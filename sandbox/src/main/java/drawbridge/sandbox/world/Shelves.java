package drawbridge.sandbox.world;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything that one account owns in one sandbox.
public final class Shelves {

    private final InstantSource clock;
    private final Map<String, Shelf> shelves = new LinkedHashMap<>();
    private Place last = Place.FIRST;

    public Shelves(InstantSource clock) {
        this.clock = clock;
    }

    public Shelf of(Kind kind) {
        return of(kind.name());
    }

    public Shelf of(String kind) {
        return shelves.computeIfAbsent(kind, _ -> new Shelf());
    }

    /// The place of a write that is made now. Writes of one millisecond share its time, as they do
    /// in real systems.
    Place stamp() {
        last = new Place(Math.max(clock.millis(), last.at()), last.turn() + 1);
        return last;
    }
}
