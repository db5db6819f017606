package drawbridge.mapping;

import java.util.Optional;

/// Where a record says that it was deleted.
///
/// @param is what stands there then; empty where anything but nothing and `false` says so
public record Marker(Pointer at, Optional<Value> is) {

    /// A member that is `true` in a deleted record.
    public static Marker flag(Pointer at) {
        return new Marker(at, Optional.of(Value.of(true)));
    }

    public boolean marks(Value record) {
        return at.reach(record)
                .filter(
                        found ->
                                is.map(found::equals)
                                        .orElseGet(
                                                () ->
                                                        !(found instanceof Value.Null)
                                                                && !found.equals(Value.of(false))))
                .isPresent();
    }
}
