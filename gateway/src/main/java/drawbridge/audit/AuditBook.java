package drawbridge.audit;

import drawbridge.mapping.FlowName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The book of audits: what was asked for, how far it has come, what was found, what is proven.
public interface AuditBook {

    /// By whom audits on schedule are asked for.
    String SCHEDULE = "gateway";

    /// Writes down that an audit is wanted. The same id is the same audit.
    Future<Void> ask(Run run);

    /// Audits that wait or are being carried out, those that persons asked for first.
    Future<List<Run>> open(Set<TenantId> tenants);

    /// When each tenant was last asked to be audited as a whole.
    Future<Map<TenantId, Instant>> asked(Set<TenantId> tenants);

    /// Begins it, anew if it was begun before: what was found until then is let go of. False where
    /// it has ended, or was begun under a higher epoch.
    Future<Boolean> begin(Run run, long epoch, List<FlowName> flows);

    /// How far a flow has come. False: it is to be stopped.
    Future<Boolean> at(Run run, long epoch, FlowName flow, Counts counts);

    Future<Void> found(Run run, long epoch, FlowName flow, int n, Finding finding);

    /// A flow is done; where it is in sync, that is its newest proof.
    ///
    /// @param began from when on each pair was found in sync
    Future<Void> ended(
            Run run, long epoch, FlowName flow, Counts counts, Result result, Instant began);

    /// All flows are done.
    Future<Void> done(Run run, long epoch);

    /// For each flow of each tenant: when it was last proven to be in sync, if ever, and how many
    /// pairs drifted in its last audit.
    Future<List<Proof>> proofs(Set<TenantId> tenants);

    /// @param flow empty: all flows of the tenant
    /// @param begun how often it was begun
    record Run(
            TenantId tenant,
            UUID id,
            Optional<FlowName> flow,
            boolean repair,
            String by,
            int begun) {}

    /// @param inSyncAt empty: never
    record Proof(TenantId tenant, FlowName flow, Optional<Instant> inSyncAt, long drift) {}

    /// How the audit of a flow ended.
    sealed interface Result {

        record InSync() implements Result {}

        record Drifted() implements Result {}

        /// @param why in a plain sentence
        record NoPass(String why) implements Result {}
    }
}
