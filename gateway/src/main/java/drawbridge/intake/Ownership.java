package drawbridge.intake;

import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.OptionalLong;

/// Which replica does a job that one alone should do. It saves work and calls. Two may do it at the
/// same time for a moment, when one of them was silent for long: no harm comes of that, because the
/// epoch says whose word counts.
@FunctionalInterface
public interface Ownership {

    /// For a process that is alone.
    Ownership ALONE = (tenant, job) -> Future.succeededFuture(OptionalLong.of(0));

    /// The epoch under which this process holds the job by now, having taken it where it is free;
    /// empty while it is another's. An epoch grows whenever a job changes hands; 0: nobody else can
    /// hold it.
    Future<OptionalLong> hold(TenantId tenant, String job);
}
