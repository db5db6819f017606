package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Opened;
import drawbridge.crossing.engine.LaneId;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

class ReadyTest {

    private static final TenantId NORTH = TenantId.named("north");
    private static final TenantId SOUTH = TenantId.named("south");

    private final UUID lane = UUID.randomUUID();
    private long now = Long.MAX_VALUE - Duration.ofMillis(500).toNanos();
    private final Ready ready = new Ready(() -> now);

    @Test
    void tellsOnceWhatWasReadUnderALease() {
        ready.keep(lease(NORTH, 1), () -> opened(lease(NORTH, 1)));

        assertThat(ready.take(lease(NORTH, 1)).map(Opened::lease)).hasValue(lease(NORTH, 1));
        assertThat(ready.take(lease(NORTH, 1))).isEmpty();
    }

    @Test
    void tellsNothingUnderAnotherLeaseOfTheSameLane() {
        ready.keep(lease(NORTH, 1), () -> opened(lease(NORTH, 1)));

        assertThat(ready.take(lease(NORTH, 2))).isEmpty();
    }

    /// The clock of the machine may turn over meanwhile.
    @Test
    void forgetsAfterASecond() {
        ready.keep(lease(NORTH, 1), () -> opened(lease(NORTH, 1)));
        now += Ready.LONGEST.toNanos();
        ready.keep(lease(SOUTH, 2), () -> opened(lease(SOUTH, 2)));
        now += 1;

        assertThat(ready.take(lease(NORTH, 1))).isEmpty();
        assertThat(ready.take(lease(SOUTH, 2))).isPresent();
    }

    @Test
    void forgetsOneLaneOneTenantOrAll() {
        for (TenantId tenant : List.of(NORTH, SOUTH)) {
            ready.keep(lease(tenant, 1), () -> opened(lease(tenant, 1)));
        }
        ready.forget(SOUTH);
        assertThat(ready.take(lease(SOUTH, 1))).isEmpty();

        ready.forget(LaneKey.of(lease(NORTH, 1)));
        assertThat(ready.take(lease(NORTH, 1))).isEmpty();

        ready.keep(lease(NORTH, 2), () -> opened(lease(NORTH, 2)));
        ready.forgetAll();
        assertThat(ready.take(lease(NORTH, 2))).isEmpty();
    }

    private Lease lease(TenantId tenant, long epoch) {
        return new Lease(tenant, new LaneId(lane), epoch, Direction.TO_APP);
    }

    private static Opened opened(Lease lease) {
        return new Opened(
                lease,
                new FlowName("appointments"),
                new RecordRef(new ResourceName("acme", "appointment"), "a1"),
                Side.ACME,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                false,
                0,
                Instant.EPOCH,
                OptionalLong.empty());
    }
}
