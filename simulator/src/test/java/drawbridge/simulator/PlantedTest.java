package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/// A judge that finds nothing wrong with a broken engine is none. All bugs are planted by
/// `./drawbridge simulate --planted`; here are some that show at once, each by another check.
class PlantedTest {

    private static final long FEW = 20;

    @Test
    void areCaughtEachByItsOwnCheck() throws InterruptedException {
        List<Planted> some =
                List.of(
                        Planted.DELIVERY_ID_IGNORED,
                        Planted.BLIND_CREATE_RETRY,
                        Planted.INCREMENTS,
                        Planted.ECHO_BY_TIME,
                        Planted.MASS_DELETE_UNGUARDED,
                        Planted.JITTER_BELOW_RETRY_AFTER);

        List<Planting.Result> results = new Planting(1, FEW).run(some);

        assertThat(results)
                .extracting(Planting.Result::bug)
                .containsExactlyInAnyOrderElementsOf(some);
        assertThat(results)
                .allSatisfy(
                        result -> {
                            assertThat(result.caught()).as(result.bug().word()).isPresent();
                            assertThat(result.after()).isBetween(1L, FEW);
                        });
    }

    @Test
    void areAtLeastTwentyEachWithASentenceOfItsOwn() {
        assertThat(Planted.values()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(Arrays.stream(Planted.values()).map(Planted::sentence)).doesNotHaveDuplicates();
    }
}
