package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Acme keeps no reference of ours, in whole worlds with every kind of fault. Nothing is made twice
/// and nothing is lost, but where a person lets a question be whose record is there. Until that
/// person speaks others wait, so that no world is asked to be quiet in time.
///
/// A failing seed plays the same again: `-Dsim.seed=17`.
class BareStormTest {

    private static final Set<Breach.Kind> OF_WAITING =
            EnumSet.of(Breach.Kind.STUCK, Breach.Kind.LOOPED);

    @TestFactory
    Stream<DynamicTest> nothingIsMadeTwiceWhereNothingTellsWhoMadeIt() {
        Long one = Long.getLong("sim.seed");
        long from = one != null ? one : Long.getLong("sim.from", 1);
        long seeds = one != null ? 1 : Long.getLong("sim.seeds", 10);
        return LongStream.range(from, from + seeds)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
    }

    private static void run(long seed) {
        SeedRun run = SeedRun.of(SimPlan.usual(seed, SimMappings.BARE));

        assertThat(run.breaches())
                .as("what is wrong with seed %d", seed)
                .filteredOn(breach -> !OF_WAITING.contains(breach.kind()))
                .isEmpty();
    }
}
