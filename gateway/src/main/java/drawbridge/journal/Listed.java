package drawbridge.journal;

import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What lists that cannot tell what changed said last, record by record.
///
/// It is written after what changed was stored. Whoever stops in between finds the same changes
/// again, and the journal knows them.
public interface Listed {

    /// @param turn how often it became another
    /// @param missing whether the list did not tell of it any more
    record Said(Hash content, long turn, boolean missing) {}

    /// What was said last about these; those are left out of which nothing was.
    Future<Map<String, Said>> last(TenantId tenant, ResourceName list, Collection<String> ids);

    /// @param rows what the list says now
    /// @param reading a number that grows from one reading of the list to the next
    Future<Void> remember(TenantId tenant, ResourceName list, Map<String, Said> rows, long reading);

    /// Some of those that no reading told of since this one began; none when all are found.
    Future<List<String>> unseen(TenantId tenant, ResourceName list, long reading, int most);

    /// They were asked for: they are not unseen any more until the list tells of them again.
    Future<Void> missing(TenantId tenant, ResourceName list, Collection<String> ids);
}
