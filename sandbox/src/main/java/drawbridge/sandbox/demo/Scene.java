package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What there is to see at one moment.
///
/// @param entered the phases that began so far; in haste some are left out
/// @param into how far the phase is, from 0 to 1; empty if nobody knows how long it takes
/// @param overview what the gateway says of itself; empty while it does not answer
/// @param throughput settled pairs of the last seconds, by direction
/// @param events what happened so far, oldest first
record Scene(
        Phase phase,
        Set<Phase> entered,
        Optional<Double> into,
        Duration elapsed,
        long seed,
        boolean open,
        Optional<JsonNode> overview,
        Optional<JsonNode> throughput,
        List<Event> events,
        Addresses addresses) {

    /// @param at since the start
    record Event(Duration at, String what) {}

    /// Where a browser and the console can look.
    record Addresses(String acme, String app, String console) {

        static final Addresses NONE = new Addresses("", "", "");
    }

    Scene {
        entered = Set.copyOf(entered);
        events = List.copyOf(events);
    }
}
