package drawbridge.journal;

import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Lists that a system asked to be read at once. Whoever is told may not be the replica that reads
/// the list, or may be killed before it does: so it is written down.
public interface SweepHints {

    /// @param number grows with each telling
    record Hint(TenantId tenant, ResourceName list, long number) {}

    /// Succeeds when it is written down.
    Future<Void> tell(TenantId tenant, Set<ResourceName> lists);

    /// What is to be read for these tenants.
    Future<List<Hint>> open(Collection<TenantId> tenants);

    /// It was read from its beginning to its end since the hint was seen; one that came meanwhile
    /// stays open.
    Future<Void> done(Hint hint);
}
