package drawbridge.opsapi;

import java.util.List;
import java.util.Objects;

/// The recorded changes of one flow under two mappings.
///
/// @param changes all that were looked at: the same, the different and the untold ones
/// @param untold of which nothing can be said, because nothing tells what the record held
/// @param agreed that carried no whole record, and were judged by what both sides agreed on last
/// @param earlier that came in under other mappings than those in force
/// @param refusedNow that cross by the mappings in force, and would be refused in whole or in part
/// @param mended that the mappings in force refuse, and these would not
/// @param fields what would be otherwise, the most frequent first
public record TrafficFlow(
        String flow,
        long changes,
        long same,
        long different,
        long untold,
        long agreed,
        long earlier,
        long refusedNow,
        long mended,
        List<TrafficField> fields) {

    public TrafficFlow {
        Objects.requireNonNull(flow, "flow");
        fields = List.copyOf(fields);
    }
}
