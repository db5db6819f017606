package drawbridge.simulator;

import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Users who do with whole records what their systems offer beside editing.
@NullUnmarked
final class SimMoves {

    private final SimTraffic traffic;
    private final VirtualTime time;

    private final Map<RecordRef, Instant> quarrels = new HashMap<>();
    private final Map<TenantId, Map<RecordRef, RecordRef>> copied = new HashMap<>();

    SimMoves(SimTraffic traffic, VirtualTime time) {
        this.traffic = traffic;
        this.time = time;
    }

    /// Somebody copies a record, and our reference comes along. Now and then it keeps its title,
    /// and now and then the first one is deleted, as by somebody who moves it.
    void copy(TenantId tenant) {
        Side side = time.chance(0.5) ? Side.ACME : Side.APP;
        traffic.pick(tenant, side).ifPresent(record -> copy(tenant, side, record));
    }

    private void copy(TenantId tenant, Side side, RecordRef record) {
        ModelSystem system = traffic.system(tenant, side);
        Map<String, Value> members = new LinkedHashMap<>(system.rows.get(record).record.members());
        members.keySet()
                .removeAll(
                        List.of("id", system.habits.versionField(), system.habits.changedField()));
        if (time.chance(0.7)) {
            members.putAll(traffic.title(side).members());
        }
        if (time.chance(0.3)) {
            system.delete(record);
        }
        // Who the customer is, is Acme's to say.
        members.remove("customer");
        RecordRef made = system.create(record.resource(), new Value.Obj(members), false).record();
        copied(tenant, made, record);
        traffic.remember(tenant, side, made, List.of("title", "time", "place"));
    }

    void copied(TenantId tenant, RecordRef made, RecordRef from) {
        copied.computeIfAbsent(tenant, _ -> new HashMap<>()).put(made, from);
    }

    /// A record of a link, those from which it was copied, where the link moved from one to the
    /// next, and those in whose place it was made.
    List<RecordRef> lives(TenantId tenant, Link link, Side side) {
        List<RecordRef> lives = copies(tenant, link, side);
        traffic.named(tenant, side, link).stream()
                .filter(before -> !lives.contains(before))
                .forEach(lives::add);
        return lives;
    }

    /// A record of a link, and those from which it was copied, where the link moved from one to the
    /// next.
    List<RecordRef> copies(TenantId tenant, Link link, Side side) {
        List<RecordRef> lives = new ArrayList<>();
        Optional<RecordRef> record =
                link.end(side).record().map(id -> new RecordRef(SimWorld.resource(side), id));
        while (record.isPresent()) {
            lives.add(record.get());
            boolean own =
                    LaneId.of(tenant, SimWorld.APPOINTMENTS, record.get())
                            .value()
                            .equals(link.id());
            Map<RecordRef, RecordRef> origins = copied.getOrDefault(tenant, Map.of());
            record = own ? Optional.empty() : Optional.ofNullable(origins.get(record.get()));
        }
        return lives;
    }

    /// Whether a record is a copy, or was copied.
    boolean isOfCopy(TenantId tenant, RecordRef record) {
        Map<RecordRef, RecordRef> origins = copied.getOrDefault(tenant, Map.of());
        return origins.containsKey(record) || origins.containsValue(record);
    }

    /// For a while both systems spell the title of a record each in their own way, whoever wrote
    /// it.
    void quarrel(RecordRef appointment) {
        quarrels.put(appointment, time.now().plusSeconds(25));
    }

    boolean quarrels(TenantId tenant, Side side, RecordRef record) {
        Optional<RecordRef> appointment =
                side == Side.ACME ? Optional.of(record) : traffic.partner(tenant, side, record);
        return appointment
                .map(quarrels::get)
                .filter(until -> time.now().isBefore(until))
                .isPresent();
    }
}
