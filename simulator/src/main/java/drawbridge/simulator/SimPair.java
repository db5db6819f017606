package drawbridge.simulator;

import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.simulator.ModelJournal.LaneKey;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import org.jspecify.annotations.NullUnmarked;

/// A link with both of its records, as the systems hold them at the end.
@NullUnmarked
record SimPair(
        TenantId tenant,
        Link link,
        RecordRef acme,
        RecordRef app,
        ModelSystem.Row atAcme,
        ModelSystem.Row atApp) {

    RecordRef record(Side side) {
        return side == Side.ACME ? acme : app;
    }

    ModelSystem.Row row(Side side) {
        return side == Side.ACME ? atAcme : atApp;
    }

    boolean isOf(RecordRef record) {
        return record.equals(acme) || record.equals(app);
    }

    LaneId lane() {
        return new LaneId(link.id());
    }

    LaneKey key() {
        return new LaneKey(tenant, lane());
    }
}
