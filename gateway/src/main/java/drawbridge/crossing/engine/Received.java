package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Journal.Pending;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Version;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What received bodies prove about a record's present state.
final class Received {

    private Received() {}

    /// The newest of the bodies, if each of them is a whole record with a version of known order,
    /// and it is no older than what the base holds; otherwise the record must be read.
    static Optional<State> newest(List<Pending> changes, State base) {
        OptionalLong known = base.version().map(Version::order).orElse(OptionalLong.empty());
        if (known.isEmpty() || changes.isEmpty()) {
            return Optional.empty();
        }
        State newest = base;
        long order = known.getAsLong();
        for (Pending change : changes) {
            Optional<Version> version = change.version().flatMap(Received::ordered);
            if (!change.full() || change.tombstone() || version.isEmpty()) {
                return Optional.empty();
            }
            long its = version.get().order().orElseThrow();
            if (its > order) {
                Optional<Value.Obj> record = parse(change.body());
                if (record.isEmpty()) {
                    return Optional.empty();
                }
                order = its;
                newest = new State(record.get(), Map.of(), version);
            }
        }
        return Optional.of(newest);
    }

    /// What a person wants to be different, where that is the last that came in: what comes later
    /// from the system itself counts for more.
    static Optional<Value.Obj> edit(List<Pending> changes) {
        return changes.isEmpty() || !changes.getLast().edit()
                ? Optional.empty()
                : parse(changes.getLast().body());
    }

    /// Where a change stands among those of its record; empty where its version does not tell.
    static OptionalLong order(Pending change) {
        return change.version()
                .flatMap(Received::ordered)
                .map(Version::order)
                .orElse(OptionalLong.empty());
    }

    private static Optional<Version> ordered(String text) {
        try {
            return Optional.of(new Version(text, OptionalLong.of(Long.parseLong(text))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Optional<Value.Obj> parse(Bytes body) {
        try {
            return JsonText.parse(body.toArray()) instanceof Value.Obj record
                    ? Optional.of(record)
                    : Optional.empty();
        } catch (JsonText.Malformed e) {
            return Optional.empty();
        }
    }
}
