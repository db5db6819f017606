package drawbridge.simulator;

import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.crossing.engine.Journal.Resolution;
import drawbridge.crossing.engine.LaneId;
import drawbridge.crossing.engine.Settling.Gather;
import drawbridge.crossing.engine.Settling.NewParked;
import drawbridge.crossing.engine.Settling.ParkedKind;
import drawbridge.mapping.FlowName;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The items of the model journal that ask for many others.
@NullUnmarked
final class ModelGather {

    private record Of(TenantId tenant, FlowName flow, String key) {}

    private final Map<UUID, ModelItem> parked;
    private final Map<Of, UUID> items = new HashMap<>();

    /// @param parked all items, by their ids
    ModelGather(Map<UUID, ModelItem> parked) {
        this.parked = parked;
    }

    boolean asks(UUID id) {
        return items.containsValue(id);
    }

    void joined(TenantId tenant, FlowName flow, NewParked item, Instant now) {
        item.gather().ifPresent(gather -> joined(new Of(tenant, flow, gather.key()), item, now));
    }

    private void joined(Of of, NewParked newest, Instant now) {
        Gather gather = newest.gather().orElseThrow();
        List<ModelItem> alone =
                parked.values().stream()
                        .filter(item -> item.isOf(of.tenant(), of.flow(), of.key()))
                        .filter(ModelItem::isAlone)
                        .toList();
        Instant since = now.minus(Gather.TOGETHER);
        long young = alone.stream().filter(item -> !item.at.isBefore(since)).count();
        if (!items.containsKey(of) && young >= gather.from()) {
            items.put(of, gather.item());
            LaneKey none = new LaneKey(of.tenant(), new LaneId(gather.item()));
            ModelItem own = parked.get(newest.id());
            parked.put(
                    gather.item(),
                    new ModelItem(none, of.flow(), own.side, all(newest, gather), now));
        }
        Optional<UUID> item = Optional.ofNullable(items.get(of));
        if (item.isPresent()) {
            alone.forEach(part -> part.partOf = item);
        }
    }

    private static NewParked all(NewParked one, Gather gather) {
        return new NewParked(
                gather.item(),
                one.kind(),
                one.reason(),
                gather.sentence(),
                List.of(),
                one.group(),
                one.field(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                one.payload(),
                one.request(),
                one.response());
    }

    /// With its last part an item closes.
    void left(UUID closed) {
        ModelItem part = parked.get(closed);
        if (part == null || part.parked.gather().isEmpty() || part.partOf.isEmpty()) {
            return;
        }
        UUID item = part.partOf.get();
        if (parts(item).isEmpty() && items.values().remove(item)) {
            parked.get(item).open = false;
        }
    }

    private List<ModelItem> parts(UUID item) {
        return parked.values().stream()
                .filter(part -> part.open && part.partOf.equals(Optional.of(item)))
                .toList();
    }

    static boolean allows(ModelItem item, Verb verb) {
        boolean dead = item.parked.kind() == ParkedKind.DEAD;
        return switch (verb) {
            case REPLAY, DISCARD -> dead;
            case KEEP_ACME, KEEP_APP -> !dead;
            case EDIT, RESTORE, APPROVE, REJECT -> false;
        };
    }

    /// Answers the parts that are to be carried out.
    List<ModelItem> decide(ModelItem item, Verb verb) {
        List<ModelItem> parts = parts(item.parked.id());
        items.values().remove(item.parked.id());
        item.open = false;
        item.version++;
        if (verb == Verb.DISCARD) {
            parts.forEach(part -> part.open = false);
            return List.of();
        }
        Optional<Resolution> said =
                Optional.of(
                        switch (verb) {
                            case KEEP_ACME -> Resolution.KEEP_ACME;
                            case KEEP_APP -> Resolution.KEEP_APP;
                            default -> Resolution.REPLAY;
                        });
        parts.forEach(part -> part.resolution = said);
        return parts;
    }
}
