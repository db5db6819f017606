package drawbridge.crossing.engine;

import drawbridge.crossing.engine.Remapping.Stretch;
import drawbridge.mapping.Flow;
import drawbridge.mapping.FlowName;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Has those links looked at that say something else since a mapping or the time-zone data changed.
/// Neither system is asked for that: each link holds what both sides said when they agreed.
public final class Remapper {

    /// Of one flow in one step.
    static final int LINKS = 200;

    private final Remapping journal;
    private final Map<Of, String> done = new ConcurrentHashMap<>();

    private record Of(TenantId tenant, FlowName flow) {}

    public Remapper(Remapping journal) {
        this.journal = journal;
    }

    /// One step for a flow; nothing once its links have all been compared.
    public Future<Void> step(TenantId tenant, Flow flow) {
        Of of = new Of(tenant, flow.name());
        String version = flow.version() + " " + flow.zones();
        return version.equals(done.get(of))
                ? Future.succeededFuture()
                : journal.stretch(tenant, flow.name(), version, LINKS)
                        .compose(stretch -> walk(of, flow, stretch));
    }

    private Future<Void> walk(Of of, Flow flow, Stretch stretch) {
        Set<UUID> otherwise =
                stretch.links().stream()
                        .filter(link -> link.saysOtherwise(flow))
                        .map(Link::id)
                        .collect(Collectors.toUnmodifiableSet());
        return journal.walked(of.tenant(), of.flow(), stretch, otherwise)
                .onSuccess(
                        _ -> {
                            if (stretch.last()) {
                                done.put(of, stretch.version());
                            }
                        });
    }
}
