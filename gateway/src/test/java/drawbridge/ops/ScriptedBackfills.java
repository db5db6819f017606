package drawbridge.ops;

import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillState;
import drawbridge.opsapi.BackfillWish;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// Backfills that only wait.
final class ScriptedBackfills implements Backfills {

    private final List<Backfill> all = new CopyOnWriteArrayList<>();

    @Override
    public Future<Backfill> start(String tenant, BackfillWish wish, String by, UUID key) {
        Backfill made =
                new Backfill(
                        tenant,
                        key.toString(),
                        wish.flow(),
                        wish.side(),
                        Optional.ofNullable(wish.perSecond()).orElse(20),
                        by,
                        wish.reason(),
                        BackfillState.WAITING,
                        0,
                        0,
                        null,
                        null,
                        Instant.EPOCH,
                        null,
                        null,
                        List.of());
        all.add(made);
        return Future.succeededFuture(made);
    }

    @Override
    public Future<List<Backfill>> list(Set<String> tenants) {
        return Future.succeededFuture(
                all.stream().filter(one -> tenants.contains(one.tenant())).toList());
    }

    @Override
    public Future<Optional<Backfill>> one(String tenant, UUID backfill) {
        return Future.succeededFuture(
                all.stream()
                        .filter(one -> one.tenant().equals(tenant))
                        .filter(one -> one.id().equals(backfill.toString()))
                        .findFirst());
    }

    @Override
    public Future<Optional<Backfill>> act(
            String tenant, UUID backfill, Verb verb, String by, UUID key) {
        return one(tenant, backfill);
    }
}
