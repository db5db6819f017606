package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The engine under lost answers, crashes, outages and users who edit both sides at once. Odd seeds
/// run the mappings as they are shipped, even ones those of [SimMappings#OTHER].
///
/// A failing seed plays the same again: `-Dsim.seed=17`. More of them: `-Dsim.from=100
/// -Dsim.seeds=500`.
class SimulatorTest {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorTest.class);

    @TestFactory
    Stream<DynamicTest> nothingIsLostDoubledOlderOrStuck() {
        Long one = Long.getLong("sim.seed");
        long from = one != null ? one : Long.getLong("sim.from", 1);
        long seeds = one != null ? 1 : Long.getLong("sim.seeds", 20);
        return LongStream.range(from, from + seeds)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> run(seed)));
    }

    private static void run(long seed) {
        SimWorld world =
                new SimWorld(seed, seed % 2 == 0 ? SimMappings.OTHER : SimMappings.SHIPPED);

        var wrong = world.run();

        LOG.info("seed {}: {}", seed, world.summary());
        assertThat(wrong).as("what is wrong with seed %d (%s)", seed, world.summary()).isEmpty();
    }
}
