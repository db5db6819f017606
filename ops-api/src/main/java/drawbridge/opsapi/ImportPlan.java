package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// What becomes of a file's columns.
///
/// @param fields for each column the field that it fills; empty text where it is left out
/// @param untold fields that flows read and no column fills; the gateway reads the records for them
public record ImportPlan(List<String> fields, List<String> untold, ImportState state) {

    public ImportPlan {
        fields = List.copyOf(fields);
        untold = List.copyOf(untold);
        Objects.requireNonNull(state, "state");
    }
}
