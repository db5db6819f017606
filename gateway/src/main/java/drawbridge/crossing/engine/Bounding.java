package drawbridge.crossing.engine;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.sync.Sent;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// From when on nothing that comes in can be what an unanswered create made: its call is long over,
/// and whoever reads the list of all records there has read it to its end since. What the create
/// made has come in by then, if it made anything.
public interface Bounding {

    /// So long after its own time, and what its system may take beyond that, a call that nobody
    /// answered is over for good: the servers on its way have given it up too.
    Duration OVER = Duration.ofMinutes(1);

    /// The creates at `target` in the flow that nobody answered, whose time has been over for so
    /// long, and that nothing bounds yet: the oldest, at most [Journal#MANY].
    Future<List<Lost>> lost(TenantId tenant, FlowName flow, Side target, Duration over);

    /// What comes in for the first time from now on was not made by one of these. Whoever says so
    /// was told of them by [#lost] before a complete reading began, and all that was read is
    /// stored.
    Future<Void> bound(TenantId tenant, List<Lost> creates);

    /// @param lane whose create it is
    /// @param startedAt by the journal's clock; what it made was not there before
    /// @param sent what it carried
    record Lost(LaneId lane, UUID attempt, Instant startedAt, Optional<Sent> sent) {}
}
