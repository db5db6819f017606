package drawbridge.ops;

import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditState;
import drawbridge.opsapi.AuditWish;
import drawbridge.opsapi.Proof;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// Audits that only wait.
final class ScriptedAudits implements Audits {

    private final List<Audit> all = new CopyOnWriteArrayList<>();

    @Override
    public Future<Audit> start(String tenant, AuditWish wish, String by, UUID key) {
        Audit audit =
                new Audit(
                        tenant,
                        key.toString(),
                        wish.flow(),
                        wish.repair(),
                        by,
                        AuditState.WAITING,
                        0,
                        ScriptedReads.START,
                        null,
                        null,
                        List.of());
        all.add(audit);
        return Future.succeededFuture(audit);
    }

    @Override
    public Future<List<Audit>> list(Set<String> tenants) {
        return Future.succeededFuture(
                all.stream().filter(audit -> tenants.contains(audit.tenant())).toList());
    }

    @Override
    public Future<Optional<Audit>> one(String tenant, UUID id) {
        return Future.succeededFuture(
                all.stream().filter(audit -> audit.id().equals(id.toString())).findFirst());
    }

    @Override
    public Future<List<AuditFinding>> findings(
            String tenant, UUID audit, String flow, int after, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Optional<Audit>> repair(String tenant, UUID audit, String by, UUID key) {
        return one(tenant, audit);
    }

    @Override
    public Future<Optional<Audit>> cancel(String tenant, UUID audit, String by, UUID key) {
        return one(tenant, audit);
    }

    @Override
    public Future<List<Proof>> proofs(Set<String> tenants) {
        return Future.succeededFuture(
                tenants.stream()
                        .map(tenant -> new Proof(tenant, "appointments", null, null, null, 0))
                        .toList());
    }
}
