package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class GroupedTest {

    private static final class Content extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Race extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final List<List<Integer>> groups = new ArrayList<>();
    private final List<Promise<Void>> underWay = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();

    @Test
    void gathersWhatArrivesWhileAGroupIsUnderWay() {
        Grouped<Integer, Integer> grouped = grouped(8, 2, true);
        add(grouped, 1, 2);
        add(grouped, 3, 5);

        assertThat(groups).containsExactly(List.of(1, 2));
        underWay.removeFirst().complete();

        assertThat(groups.getLast()).containsExactly(3, 4, 5);
        assertThat(grouped.waiting()).isZero();
    }

    @Test
    void beginsAFullGroupBesideTheOneThatIsUnderWay() {
        Grouped<Integer, Integer> grouped = grouped(3, 2, true);
        add(grouped, 1, 11);

        assertThat(groups).containsExactly(List.of(1, 2, 3), List.of(4, 5, 6));
        assertThat(grouped.waiting()).isEqualTo(5);
        underWay.removeFirst().complete();
        assertThat(groups.getLast()).containsExactly(7, 8, 9);
        underWay.removeFirst().complete();
        assertThat(groups).as("the rest is not full").hasSize(3);
        underWay.removeFirst().complete();
        assertThat(groups.getLast()).containsExactly(10, 11);
    }

    @Test
    void doesNotWaitForAGroupThatIsLate() {
        Grouped<Integer, Integer> grouped = grouped(8, 2, true);
        add(grouped, 1, 1);
        add(grouped, 2, 2);
        assertThat(groups).hasSize(1);

        timers.removeFirst().run();

        assertThat(groups.getLast()).containsExactly(2);
        add(grouped, 3, 4);
        timers.removeFirst().run();
        assertThat(groups).as("no more than two at a time").hasSize(2);
        underWay.removeFirst().complete();
        assertThat(groups.getLast()).containsExactly(3, 4);
        underWay.forEach(Promise::complete);
        timers.forEach(Runnable::run);
        add(grouped, 5, 5);
        assertThat(groups.getLast()).containsExactly(5);
    }

    @Test
    void gathersForAWhileWhereNobodyWaits() {
        Grouped<Integer, Integer> grouped =
                grouped(8, 1, new Grouped.Gather(Duration.ofMillis(10), 3), true);
        add(grouped, 1, 1);
        add(grouped, 2, 2);
        assertThat(groups).isEmpty();
        assertThat(timers).hasSize(1);

        timers.removeFirst().run();
        assertThat(groups).containsExactly(List.of(1, 2));
        timers.clear();
        add(grouped, 3, 3);
        timers.removeFirst().run();
        assertThat(groups).as("one is under way").hasSize(1);

        underWay.removeFirst().complete();
        assertThat(groups.getLast()).as("it has waited long enough").containsExactly(3);
        underWay.removeFirst().complete();
        add(grouped, 4, 6);
        assertThat(groups.getLast()).as("three are enough").containsExactly(4, 5, 6);
    }

    @Test
    void failsTheCulpritAlone() {
        Grouped<Integer, Integer> grouped = grouped(8, 1, false);
        List<Future<Integer>> answers =
                IntStream.rangeClosed(1, 8).mapToObj(n -> grouped.add(n == 6 ? -6 : n)).toList();

        grouped.flush();

        assertThat(answers).filteredOn(Future::failed).hasSize(1);
        assertThat(answers.get(5).cause()).isInstanceOf(Content.class);
        assertThat(answers.getLast().result()).isEqualTo(8);
        assertThat(groups)
                .as("halves, then quarters")
                .contains(List.of(1, 2, 3, 4), List.of(5, -6), List.of(7, 8));
    }

    @Test
    void repeatsAGroupThatLostARaceAndGivesUpInTheEnd() {
        Grouped<Integer, Integer> grouped = grouped(8, 1, false);
        Future<Integer> answer = grouped.add(0);

        grouped.flush();

        assertThat(groups).hasSizeGreaterThan(1);
        assertThat(answer.cause()).isInstanceOf(Race.class);
    }

    @Test
    void failsAllWhenTheStoreIsToBlame() {
        Grouped<Integer, Integer> grouped =
                new Grouped<>(
                        8,
                        1,
                        Grouped.Gather.NOT,
                        (_, what) -> timers.add(what),
                        Content.class::isInstance,
                        Race.class::isInstance,
                        (items, slot) -> {
                            groups.add(items);
                            return Future.failedFuture("the connection was lost");
                        });
        List<Future<Integer>> answers = List.of(grouped.add(1), grouped.add(2));

        grouped.flush();

        assertThat(answers).allMatch(Future::failed);
        assertThat(groups).as("a commit in doubt is not repeated").hasSize(1);
    }

    private static void add(Grouped<Integer, Integer> grouped, int first, int last) {
        for (int n = first; n <= last; n++) {
            Future<Integer> _ = grouped.add(n);
        }
        grouped.flush();
    }

    /// Fails for content below 0, and by a lost race for 0.
    private Grouped<Integer, Integer> grouped(int largest, int most, boolean wait) {
        return grouped(largest, most, Grouped.Gather.NOT, wait);
    }

    private Grouped<Integer, Integer> grouped(
            int largest, int most, Grouped.Gather gather, boolean wait) {
        return new Grouped<>(
                largest,
                most,
                gather,
                (_, what) -> timers.add(what),
                Content.class::isInstance,
                Race.class::isInstance,
                (items, slot) -> {
                    groups.add(items);
                    if (items.stream().anyMatch(n -> n < 0)) {
                        return Future.failedFuture(new Content());
                    }
                    if (items.contains(0)) {
                        return Future.failedFuture(new Race());
                    }
                    Promise<Void> done = Promise.promise();
                    underWay.add(done);
                    if (!wait) {
                        done.complete();
                    }
                    return done.future()
                            .map(_ -> items.stream().map(Future::succeededFuture).toList());
                });
    }
}
