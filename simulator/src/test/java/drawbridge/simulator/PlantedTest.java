package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.List;

/// A judge that finds nothing wrong with a broken engine is none. All bugs are planted by
/// `./drawbridge simulate --planted`; here are those that show at once.
class PlantedTest {

    private static final long FEW = 4;

    @ParameterizedTest
    @EnumSource(
            names = {
                "DELIVERY_ID_IGNORED",
                "NO_ATTEMPT",
                "BLIND_CREATE_RETRY",
                "NO_PRECONDITION",
                "INCREMENTS",
                "ECHO_BY_TIME",
                "TORN_GROUP",
                "DONE_TOO_MUCH",
                "TOMBSTONE_FORGOTTEN",
                "MASS_DELETE_UNGUARDED",
                "JITTER_BELOW_RETRY_AFTER"
            })
    void isCaught(Planted bug) throws InterruptedException {
        List<Planting.Result> results = new Planting(1, FEW).run(List.of(bug));

        assertThat(results)
                .singleElement()
                .satisfies(
                        result -> {
                            assertThat(result.caught()).as(bug.sentence()).isPresent();
                            assertThat(result.after()).isBetween(1L, FEW);
                        });
    }

    /// Without a bug the same seeds are clean: it is the bug that was found.
    @Test
    void isNotThereOtherwise() {
        for (long seed = 1; seed <= FEW; seed++) {
            assertThat(SeedRun.of(SimPlan.of(seed)).breaches()).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void areAtLeastTwentyEachWithASentenceOfItsOwn() {
        assertThat(Planted.values()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(Arrays.stream(Planted.values()).map(Planted::sentence)).doesNotHaveDuplicates();
    }
}
