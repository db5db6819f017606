package drawbridge.intake;

import drawbridge.journal.Listed;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What lists said, kept in memory. For one tenant.
final class KeptListed implements Listed {

    private record Kept(Said said, long reading) {}

    private final Map<ResourceName, Map<String, Kept>> lists = new HashMap<>();

    private Map<String, Kept> of(ResourceName list) {
        return lists.computeIfAbsent(list, _ -> new TreeMap<>());
    }

    @Override
    public synchronized Future<Map<String, Said>> last(
            TenantId tenant, ResourceName list, Collection<String> ids) {
        Map<String, Said> said = new HashMap<>();
        of(list).forEach(
                        (id, kept) -> {
                            if (ids.contains(id)) {
                                said.put(id, kept.said());
                            }
                        });
        return Future.succeededFuture(said);
    }

    @Override
    public synchronized Future<Void> remember(
            TenantId tenant, ResourceName list, Map<String, Said> rows, long reading) {
        rows.forEach((id, said) -> of(list).put(id, new Kept(said, reading)));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<List<String>> unseen(
            TenantId tenant, ResourceName list, long reading, int most) {
        return Future.succeededFuture(
                of(list).entrySet().stream()
                        .filter(one -> one.getValue().reading() < reading)
                        .filter(one -> !one.getValue().said().missing())
                        .map(Map.Entry::getKey)
                        .limit(most)
                        .toList());
    }

    @Override
    public synchronized Future<Void> missing(
            TenantId tenant, ResourceName list, Collection<String> ids) {
        ids.forEach(id -> of(list).computeIfPresent(id, (_, kept) -> gone(kept)));
        return Future.succeededFuture();
    }

    private static Kept gone(Kept kept) {
        return new Kept(new Said(kept.said().content(), kept.said().turn(), true), kept.reading());
    }
}
