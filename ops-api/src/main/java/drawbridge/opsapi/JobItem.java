package drawbridge.opsapi;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// One item of a job, and what became of it.
///
/// @param id the parked item
/// @param answer absent: not yet dealt with
/// @param state of the item now
/// @param sentence what became of it, in plain words
public record JobItem(
        String id,
        @Nullable RecordId record,
        @Nullable String answer,
        ParkedState state,
        String sentence) {

    public JobItem {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(sentence, "sentence");
    }
}
