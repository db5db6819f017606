package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// What became of some rows of a file.
///
/// @param state how far the file is now; where it is elsewhere than the rows begin, none was stored
public record ImportResult(ImportState state, List<RefusedRow> refused) {

    public ImportResult {
        Objects.requireNonNull(state, "state");
        refused = List.copyOf(refused);
    }
}
