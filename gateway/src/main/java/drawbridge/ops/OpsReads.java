package drawbridge.ops;

import drawbridge.crossing.engine.Bytes;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.ChangeStatus;
import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.Page;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedDetail;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.Waiting;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The questions that the ops API asks of the store. Tenants are named as their files name them.
public interface OpsReads {

    /// The reasons of conflicts that a person settles by naming the side to keep.
    Set<String> SIDES_DIFFER =
            Set.of(
                    "both-changed",
                    "mapping-changed",
                    "deleted-against-edited",
                    "in-doubt",
                    "not-taken",
                    "flap");

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

    /// The records that have this id, in every flow that knows them; and the record of the change
    /// that has it.
    Future<List<Found>> find(Set<String> tenants, String id);

    /// What an act upon an item must know of it.
    Future<Optional<Place>> place(String tenant, UUID item);

    /// Without standings where nobody ever heard of the record.
    Future<Timeline> timeline(String tenant, RecordRef record);

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

    /// Where a parked item stands.
    ///
    /// @param resource what its bytes are about, as far as that is known: `system.resource`
    /// @param record the record whose payload it holds
    record Place(
            String flow,
            Optional<UUID> lane,
            Side side,
            String reason,
            Optional<String> resource,
            Optional<RecordRef> record,
            Bytes payload,
            String mappingVersion,
            long version,
            boolean open) {

        boolean isUnreadable() {
            return reason.equals("unreadable");
        }
    }
}
