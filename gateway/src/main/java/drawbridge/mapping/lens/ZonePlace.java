package drawbridge.mapping.lens;

import drawbridge.mapping.Pointer;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/// Where the zone of times stands that have none of their own: in the record, or in one that
/// enriches it, such as the owner's.
///
/// @param enrichment the record that holds it, if it is not the record itself
public record ZonePlace(Optional<String> enrichment, Pointer at) {

    /// @throws Stop where no zone of that name is known, or the record that holds it was never read
    Optional<ZoneId> of(State state) {
        Value.Obj record = state.record();
        if (enrichment.isPresent()) {
            Value.Obj further = state.with().get(enrichment.get());
            if (further == null) {
                throw Stop.missing(at);
            }
            record = further;
        }
        Optional<Value> found = at.find(record);
        if (!(found.orElse(Value.NULL) instanceof Value.Text(String name)) || name.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Zones.of(name.strip()));
        } catch (DateTimeException unknown) {
            throw new Stop(
                    at, "a time zone such as Europe/Berlin is expected here, not '" + name + "'");
        }
    }
}
