package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.demo.Scene.Addresses;
import drawbridge.sandbox.demo.Scene.Event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// The present moment of the demo, for whoever shows it. Safe for any thread.
final class Stage {

    private final LongSupplier nanos;
    private final long began;
    private final long seed;
    private final boolean open;
    private final List<Event> events = new ArrayList<>();
    private final Set<Phase> entered = EnumSet.of(Phase.START);
    private Phase phase = Phase.START;
    private long phaseBegan;
    private Duration phaseLength = Duration.ZERO;
    private Optional<JsonNode> overview = Optional.empty();
    private Optional<JsonNode> throughput = Optional.empty();
    private Addresses addresses = Addresses.NONE;

    /// @param nanos a clock that never goes back
    /// @param open whether the demo goes on until it is told to end
    Stage(LongSupplier nanos, long seed, boolean open) {
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.phaseBegan = began;
        this.seed = seed;
        this.open = open;
    }

    /// @param length zero if nobody knows
    synchronized void enter(Phase next, Duration length) {
        phase = next;
        entered.add(next);
        phaseBegan = nanos.getAsLong();
        phaseLength = length;
        tell(next.what);
    }

    synchronized void tell(String what) {
        events.add(new Event(elapsed(), what));
    }

    synchronized void addresses(Addresses known) {
        addresses = known;
    }

    synchronized void seen(Optional<JsonNode> said, Optional<JsonNode> rates) {
        overview = said;
        throughput = rates;
    }

    synchronized Scene scene() {
        return new Scene(
                phase,
                entered,
                into(),
                elapsed(),
                seed,
                open,
                overview,
                throughput,
                events,
                addresses);
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - began);
    }

    private Optional<Double> into() {
        if (phaseLength.isZero()) {
            return Optional.empty();
        }
        double spent = nanos.getAsLong() - phaseBegan;
        return Optional.of(Math.min(1.0, spent / phaseLength.toNanos()));
    }
}
