package drawbridge.crossing.engine;

import drawbridge.mapping.FlowName;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Walks over the links of a flow once for each version of its mapping, in steps: how far it came
/// is kept, so that it goes on after a restart, on whichever replica.
public interface Remapping {

    /// The next living links in the order of their ids, behind those that were walked over under
    /// this version. A walk under another version ends with it, and begins anew.
    Future<Stretch> stretch(TenantId tenant, FlowName flow, String version, int most);

    /// The walk went over `stretch`: these links are to be looked at, after all other work. Changes
    /// nothing where the walk went on otherwise meanwhile.
    Future<Void> walked(TenantId tenant, FlowName flow, Stretch stretch, Set<UUID> otherwise);

    /// @param after where it begins; empty: at the first link
    /// @param last whether no link comes behind
    record Stretch(String version, Optional<UUID> after, List<Link> links, boolean last) {

        public Stretch {
            links = List.copyOf(links);
        }
    }
}
