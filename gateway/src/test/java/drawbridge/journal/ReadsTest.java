package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.LaneId;
import drawbridge.journal.Reads.Left;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.tenant.TenantId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

class ReadsTest {

    private final UUID lane = UUID.randomUUID();
    private long now = Long.MAX_VALUE - 1;
    private final Reads reads = new Reads(() -> now);

    @Test
    void tellsWhatWasReadUnderALeaseUntilItIsSettled() {
        reads.keep(lease(1), read(7));
        reads.leaves(lease(1), Left.KEYS);

        assertThat(reads.of(lease(1))).hasValue(read(7));
        assertThat(reads.mayLeave(lease(1), Left.KEYS)).isTrue();
        assertThat(reads.mayLeave(lease(1), Left.DELETE)).isFalse();

        reads.forget(lease(1));
        assertThat(reads.of(lease(1))).isEmpty();
    }

    @Test
    void aLeaseOfWhichNothingIsKnownMayLeaveAnything() {
        reads.leaves(lease(1), Left.KEYS);

        assertThat(reads.mayLeave(lease(1), Left.DELETE)).isTrue();
        assertThat(reads.size()).isZero();
    }

    /// The clock of the machine may turn over meanwhile.
    @Test
    void doesNotGrowByLeasesThatNobodySettles() {
        for (int epoch = 1; epoch <= 1_000; epoch++) {
            reads.keep(lease(epoch), read(epoch));
            now += Reads.LONGEST.dividedBy(100).toNanos();
        }

        assertThat(reads.size()).isLessThanOrEqualTo(101);
        assertThat(reads.of(lease(1))).isEmpty();
        assertThat(reads.of(lease(1_000))).isPresent();
    }

    private Lease lease(long epoch) {
        return new Lease(TenantId.named("north"), new LaneId(lane), epoch, Direction.TO_APP);
    }

    private static Reads.Read read(long sequence) {
        return new Reads.Read(
                new FlowName("appointments"), sequence, 0, 0, Instant.EPOCH, Map.of());
    }
}
