package drawbridge.simulator;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A parked item of the model journal.
@NullUnmarked
final class ModelItem {
    LaneKey lane;
    final FlowName flow;
    final NewParked parked;
    final Instant at;
    final Side side;
    Optional<Resolution> resolution = Optional.empty();
    Optional<Bytes> wish = Optional.empty();

    /// The item that asks for this one and others.
    Optional<UUID> partOf;

    /// What each side's last whole change said when it was parked.
    final Map<Side, Bytes> said = new EnumMap<>(Side.class);

    boolean open = true;

    /// When a person decided about it.
    Optional<Instant> decided = Optional.empty();

    /// When the engine closed it.
    Optional<Instant> closed = Optional.empty();

    long version = 1;

    ModelItem(LaneKey lane, FlowName flow, Side side, NewParked parked, Instant at) {
        this.at = at;
        this.lane = lane;
        this.flow = flow;
        this.side = side;
        this.parked = parked;
        this.partOf = parked.partOf();
    }

    boolean isOf(TenantId tenant, FlowName of, String key) {
        return lane.tenant().equals(tenant)
                && flow.equals(of)
                && parked.gather().filter(gather -> gather.key().equals(key)).isPresent();
    }

    /// Whether it waits for others that ask the same, or for a person of its own.
    boolean isAlone() {
        return open && partOf.isEmpty() && resolution.isEmpty();
    }

    boolean isPart(LaneKey of, UUID incident) {
        return open && lane.equals(of) && partOf.equals(Optional.of(incident));
    }
}
