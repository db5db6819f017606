package drawbridge.crossing.engine;

import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Optional;
import java.util.UUID;

/// What people stop and let go on. While something is paused its changes still come in and wait;
/// what is at hand when the pause begins is carried to its end.
public interface Pausing {

    /// From the moment this succeeds no lane that `stop` covers is opened. Repeating it is answered
    /// as [PauseAnswer#ALREADY]; the first one's name and reason stay.
    Future<PauseAnswer> pause(Stop stop, Signed signed);

    /// Lifts exactly this pause; others that cover the same lanes stay.
    Future<PauseAnswer> resume(Stop stop, Signed signed);

    /// What stands still.
    ///
    /// @param flow empty: every flow of the tenant
    /// @param direction empty: both
    record Stop(TenantId tenant, Optional<FlowName> flow, Optional<Direction> direction) {

        /// Whether a lane of this flow stands still in this direction.
        public boolean covers(TenantId who, FlowName which, Direction way) {
            return tenant.equals(who)
                    && flow.map(which::equals).orElse(true)
                    && direction.map(way::equals).orElse(true);
        }
    }

    /// Who does it, and why.
    ///
    /// @param key the same key is the same act
    record Signed(String by, String reason, UUID key) {}

    enum PauseAnswer {
        DONE,
        /// It is paused already, or nothing was paused.
        ALREADY
    }
}
