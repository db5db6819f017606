package drawbridge.ops;

import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditWish;
import drawbridge.opsapi.Proof;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What operators ask of the audits, and see of them.
public interface Audits {

    /// Writes down that an audit is wanted, and who wants it. The same key is the same audit.
    Future<Audit> start(String tenant, AuditWish wish, String by, UUID key);

    /// The newest first, at most 50.
    Future<List<Audit>> list(Set<String> tenants);

    Future<Optional<Audit>> one(String tenant, UUID audit);

    /// What was found one by one, in the order of flows and numbers.
    ///
    /// @param flow the flow of the finding behind which to go on; empty: from the first
    /// @param after its number
    Future<List<AuditFinding>> findings(
            String tenant, UUID audit, String flow, int after, int limit);

    /// Sends the pairs that an audit told of one by one through the lanes, and no others; nothing
    /// is compared anew. Empty where there is no such audit.
    Future<Optional<Audit>> repair(String tenant, UUID audit, String by, UUID key);

    /// Empty where there is no such audit.
    Future<Optional<Audit>> cancel(String tenant, UUID audit, String by, UUID key);

    /// Every flow of the tenants.
    Future<List<Proof>> proofs(Set<String> tenants);
}
