package drawbridge.mapping;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A record as its system holds it, with the further records that its flow reads along with it.
///
/// @param record the native record, all readable fields
/// @param with the enriching records by the name of their enrichment; an enrichment that is absent
///   is unknown, one that maps to an empty object has no record behind it
/// @param version the system's version, where it has one
public record State(Value.Obj record, Map<String, Value.Obj> with, Optional<Version> version) {

    public State {
        with = java.util.Collections.unmodifiableMap(new TreeMap<>(with));
    }

    public static State of(Value.Obj record) {
        return new State(record, Map.of(), Optional.empty());
    }
}
