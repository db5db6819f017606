package drawbridge.opsapi;

import java.util.List;
import java.util.Map;

/// What a job would reach, before anything is done.
///
/// @param total how many items
/// @param tenants how many of each tenant
/// @param causes how many of each cause, the most frequent first
/// @param looked what would come of a few of them, computed as the gateway would do it
public record JobPreview(
        long total, Map<String, Long> tenants, List<Cause> causes, List<Looked> looked) {

    public JobPreview {
        tenants = Map.copyOf(tenants);
        causes = List.copyOf(causes);
        looked = List.copyOf(looked);
    }

    /// @param name the reason, and the field or group that it is about
    public record Cause(String name, long items) {}

    /// @param tenant of the item
    /// @param id the item
    public record Looked(String tenant, String id, Preview preview) {}
}
