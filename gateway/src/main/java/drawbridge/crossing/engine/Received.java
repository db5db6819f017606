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
        Optional<Pending> newest = Optional.empty();
        long order = known.getAsLong();
        for (Pending change : changes) {
            Optional<Version> version = change.version().flatMap(Received::ordered);
            if (!change.full() || change.tombstone() || version.isEmpty()) {
                return Optional.empty();
            }
            long its = version.get().order().orElseThrow();
            if (its > order) {
                order = its;
                newest = Optional.of(change);
            }
        }
        return newest.isEmpty() ? Optional.of(base) : newest.flatMap(Received::state);
    }

    private static Optional<State> state(Pending change) {
        return parse(change.body())
                .map(
                        record ->
                                new State(
                                        record,
                                        Map.of(),
                                        change.version().flatMap(Received::ordered)));
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

    /// The whole records that came in, as they came in.
    static List<State> told(List<Pending> changes) {
        return changes.stream()
                .filter(change -> change.full() && !change.tombstone() && !change.edit())
                .flatMap(change -> parse(change.body()).stream())
                .map(State::of)
                .toList();
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
