package drawbridge.intake;

import drawbridge.journal.SweepHints;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Remembers which lists are to be read at once.
final class KeptHints implements SweepHints {

    private final List<Hint> open = new ArrayList<>();
    private long number;

    @Override
    public synchronized Future<Void> tell(TenantId tenant, Set<ResourceName> lists) {
        number++;
        for (ResourceName list : lists) {
            open.removeIf(hint -> hint.tenant().equals(tenant) && hint.list().equals(list));
            open.add(new Hint(tenant, list, number));
        }
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<List<Hint>> open(Collection<TenantId> tenants) {
        return Future.succeededFuture(
                open.stream().filter(hint -> tenants.contains(hint.tenant())).toList());
    }

    @Override
    public synchronized Future<Void> done(Hint hint) {
        open.removeIf(
                one ->
                        one.tenant().equals(hint.tenant())
                                && one.list().equals(hint.list())
                                && one.number() <= hint.number());
        return Future.succeededFuture();
    }
}
