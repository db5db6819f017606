package drawbridge.intake;

import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

/// Which replica does a job that one alone should do. It saves work and calls; it is no promise
/// that two never do it, and no harm comes of that.
@FunctionalInterface
public interface Ownership {

    /// For a process that is alone.
    Ownership ALONE = (tenant, job) -> Future.succeededFuture(true);

    /// Whether this process is to do the job now.
    Future<Boolean> mine(TenantId tenant, String job);
}
