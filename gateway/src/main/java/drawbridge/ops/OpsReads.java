package drawbridge.ops;

import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.ChangeStatus;
import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.Waiting;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The questions that the ops API asks of the store. Tenants are named as their files name them.
public interface OpsReads {

    /// The reasons of conflicts that a person settles by naming the side to keep.
    Set<String> BOTH_CHANGED = Set.of("both-changed", "deleted-against-edited");

    /// How every tenant stands at this moment; a consistent picture of each tenant.
    Future<List<Figures>> figures();

    Future<Page<Parked>> parked(ParkedQuery query);

    Future<Optional<ParkedDetail>> parkedItem(String tenant, String id);

    /// The items that were parked, changed or closed after `after` in the order in which that
    /// happened, at most 200.
    Future<List<Moved>> parkedSince(Instant after);

    Future<List<Waiting>> waiting(Set<String> tenants, int limit);

    Future<Optional<ChangeStatus>> change(String tenant, String change);

    /// The names of the flows and counts that a tenant runs.
    Set<String> flows(String tenant);

    /// What stands still, the oldest pause first.
    Future<List<Pause>> pauses(Set<String> tenants);

    /// @param directions counts by the way of the pairs
    record Figures(
            String tenant,
            String title,
            long waiting,
            long oldestWaitingSeconds,
            long conflicts,
            long deadLetters,
            Optional<Instant> lastSettledAt,
            Map<Direction, Counts> directions,
            List<Breaker> breakers) {

        public Figures {
            directions = Map.copyOf(directions);
            breakers = List.copyOf(breakers);
        }

        public Counts counts() {
            return directions.values().stream().reduce(Counts.NONE, Counts::plus);
        }
    }

    /// @param cursor from the page before; empty for the first
    record ParkedQuery(
            Set<String> tenants,
            Optional<ParkedKind> kind,
            Optional<String> flow,
            Optional<ParkedState> state,
            Optional<String> cursor,
            int limit) {

        public ParkedQuery {
            tenants = Set.copyOf(tenants);
        }
    }

    record Moved(Parked item, Instant at) {}
}
