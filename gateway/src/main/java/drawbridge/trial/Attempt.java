package drawbridge.trial;

import drawbridge.mapping.Operation;
import drawbridge.mapping.check.document.Departure;
import drawbridge.system.Wiretap.Wire;

import java.util.List;
import java.util.Optional;

/// One operation that was tried.
///
/// @param name such as `user.list`, as `verified` names it
/// @param operation as the descriptor has it
/// @param wires every call that was made for it, tokens and repetitions included
/// @param readings what the descriptor makes of the answer
/// @param trouble why it did not work; empty where it did
/// @param departures where the answer is not as the document says
/// @param record the id of the record that it told of, or made
record Attempt(
        String name,
        Operation operation,
        List<Wire> wires,
        List<Reading> readings,
        Optional<String> trouble,
        List<Departure> departures,
        Optional<String> record) {

    /// @param what such as `id`
    /// @param value as it was read; empty where nothing was
    /// @param at where the descriptor looks for it
    record Reading(String what, Optional<String> value, String at) {}

    Attempt {
        wires = List.copyOf(wires);
        readings = List.copyOf(readings);
        departures = List.copyOf(departures);
    }

    /// The same, of which more was seen to be wrong.
    Attempt failing(String sentence) {
        return new Attempt(
                name, operation, wires, readings, Optional.of(sentence), departures, record);
    }

    boolean worked() {
        return trouble.isEmpty();
    }

    /// Whether nobody has to look at it.
    boolean good() {
        return worked() && departures.stream().allMatch(Departure::note);
    }
}
