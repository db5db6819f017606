package drawbridge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

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
                        Planted.ECHO_BY_USER,
                        Planted.ABSENT_IS_DELETED,
                        Planted.MASS_DELETE_UNGUARDED,
                        Planted.JITTER_BELOW_RETRY_AFTER,
                        Planted.CONFLICT_FOR_ACME,
                        Planted.UNION_OF_ONE_SIDE,
                        Planted.TRAIL_FORGOTTEN,
                        Planted.COPY_ALONE);

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
    void areAtLeastTwentyEachWithASentenceOfItsOwnAndABreachThatItIsAbout() {
        assertThat(Planted.values()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(Arrays.stream(Planted.values()).map(Planted::sentence)).doesNotHaveDuplicates();
        assertThat(Planted.values())
                .allMatch(
                        bug -> Arrays.stream(Breach.Kind.values()).anyMatch(bug::shows),
                        "is about something");
        assertThat(Planted.values())
                .noneMatch(bug -> Arrays.stream(Breach.Kind.values()).allMatch(bug::shows));
    }

    /// Something else that goes wrong is no proof that the bug was seen.
    @Test
    void areNotCaughtByABreachOfAnotherKind() throws InterruptedException {
        Function<SimPlan, SeedRun> play =
                plan ->
                        ran(
                                plan,
                                plan.planted().isPresent() ? List.of("miscounted: 1") : List.of());

        List<Planting.Result> results =
                new Planting(1, 3, play).run(List.of(Planted.BLIND_CREATE_RETRY));

        assertThat(results).singleElement().matches(result -> result.caught().isEmpty());
        assertThat(results.getFirst().after()).isEqualTo(3);
    }

    /// What breaks without the bug proves nothing about it.
    @Test
    void areNotCaughtByASeedThatBreaksWithoutThem() throws InterruptedException {
        Function<SimPlan, SeedRun> play =
                plan ->
                        ran(
                                plan,
                                plan.seed() < 3 || plan.planted().isPresent()
                                        ? List.of("doubled: 1")
                                        : List.of());

        List<Planting.Result> results =
                new Planting(1, 9, play).run(List.of(Planted.BLIND_CREATE_RETRY));

        assertThat(results.getFirst().caught())
                .hasValueSatisfying(found -> assertThat(found.run().plan().seed()).isEqualTo(3));
        assertThat(results.getFirst().after()).isEqualTo(1);
    }

    private static SeedRun ran(SimPlan plan, List<String> breaches) {
        return new SeedRun(
                plan,
                breaches.stream().map(Breach::of).toList(),
                new Coverage(),
                Duration.ZERO,
                "nothing");
    }
}
