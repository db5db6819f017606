package drawbridge.sandbox.world;

import java.util.List;
import java.util.Locale;

/// What a write did to a record.
///
/// @param doc the record after it
/// @param changed the names of the fields that differ
public record Effect(Op op, Kind kind, Doc doc, List<String> changed) {

    public enum Op {
        CREATE,
        UPDATE,
        DELETE,
        NONE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
