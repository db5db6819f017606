package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// All that is known of a record, and of the one that it is linked to.
///
/// @param standings how it stands in each flow that knows it; empty: nobody ever heard of it
/// @param entries in the order of time, the oldest first
/// @param cut whether older lines were left out
public record Timeline(
        String tenant,
        RecordId record,
        List<Standing> standings,
        List<TimelineEntry> entries,
        boolean cut) {

    public Timeline {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(record, "record");
        standings = List.copyOf(standings);
        entries = List.copyOf(entries);
    }
}
