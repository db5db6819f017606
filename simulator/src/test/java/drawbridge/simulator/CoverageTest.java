package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.GroupName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Side;
import drawbridge.sync.Decision;
import drawbridge.sync.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a run counts, and what it demands.
class CoverageTest {

    private static final Decision MOVE =
            new Decision.Move(Side.ACME, new RecordRef(SimWorld.APPOINTMENT, "a2"), "It moves.");
    private static final Verdict RESTS = new Verdict.Rests("It rests.");

    @Test
    void knowsAKindBeforeItEverOccurred() {
        assertThat(new Coverage().decisions())
                .containsEntry("move", 0L)
                .containsEntry("hold", 0L)
                .containsEntry("await-parent", 0L)
                .containsEntry("merge-rests", 0L)
                .containsEntry("merge-same", 0L)
                .doesNotContainKey("merge")
                .doesNotContainKey("survival");
    }

    /// What the gateway's own counters are called.
    @Test
    void callsAKindAsTheGatewayDoes() {
        Coverage coverage = new Coverage();

        coverage.made(MOVE);
        coverage.made(
                new Decision.AwaitOrigin(new java.util.UUID(7, 7), "It waits for its origin."));
        coverage.made(
                new Decision.Merge(
                        new LinkedHashMap<>(Map.of(new GroupName("place"), RESTS)), "It rests."));

        assertThat(coverage.decisions())
                .containsEntry(MOVE.kind(), 1L)
                .containsEntry("await-origin", 1L)
                .containsEntry("merge-" + RESTS.kind(), 1L);
    }

    @Test
    void failsALargeRunInWhichAKindNeverOccurred() {
        Findings found = new Findings();
        Findings ofOtherMappings = new Findings(false);
        for (int seed = 1; seed <= Findings.ALL_OCCURS; seed++) {
            Coverage coverage = new Coverage();
            for (Fault fault : Fault.values()) {
                coverage.occurred(fault);
            }
            coverage.made(MOVE);
            SeedRun run =
                    new SeedRun(SimPlan.of(seed), List.of(), coverage, Duration.ZERO, "nothing");
            found.add(run);
            ofOtherMappings.add(run);
        }

        assertThat(found.seldom()).contains("merge-rests", "hold").doesNotContain("move", "crash");
        assertThat(found.clean()).isFalse();
        assertThat(ofOtherMappings.clean()).isTrue();
    }
}
