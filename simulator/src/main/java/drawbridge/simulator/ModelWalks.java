package drawbridge.simulator;

import drawbridge.crossing.engine.Remapping.Stretch;
import drawbridge.mapping.FlowName;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How far the links of each flow were walked over, in the model journal.
final class ModelWalks {

    private record Of(TenantId tenant, FlowName flow) {}

    private record Place(String version, Optional<UUID> after, boolean done) {}

    private final Map<Of, Place> places = new HashMap<>();

    Stretch stretch(
            Collection<Link> all, TenantId tenant, FlowName flow, String version, int most) {
        Place place =
                places.merge(
                        new Of(tenant, flow),
                        new Place(version, Optional.empty(), false),
                        (old, fresh) -> old.version().equals(version) ? old : fresh);
        List<Link> links =
                all.stream()
                        .filter(link -> !place.done() && link.flow().equals(flow))
                        .filter(link -> link.life() == Link.Life.LINKED)
                        .filter(
                                link ->
                                        place.after()
                                                .map(at -> isAfter(link.id(), at))
                                                .orElse(true))
                        .sorted(Comparator.comparing(link -> link.id().toString()))
                        .limit(most)
                        .toList();
        return new Stretch(version, place.after(), links, links.size() < most);
    }

    /// As a store orders ids: by their bytes.
    private static boolean isAfter(UUID id, UUID at) {
        return id.toString().compareTo(at.toString()) > 0;
    }

    /// Whether the walk was where the stretch begins.
    boolean walked(TenantId tenant, FlowName flow, Stretch stretch) {
        Of of = new Of(tenant, flow);
        Place place = places.get(of);
        if (place == null
                || place.done()
                || !place.version().equals(stretch.version())
                || !place.after().equals(stretch.after())) {
            return false;
        }
        Optional<UUID> after =
                stretch.links().isEmpty()
                        ? place.after()
                        : Optional.of(stretch.links().getLast().id());
        places.put(of, new Place(stretch.version(), after, stretch.last()));
        return true;
    }
}
