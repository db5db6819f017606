package drawbridge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.opsapi.Counts;
import drawbridge.opsapi.Direction;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class RatesTest {

    private final Rates rates = new Rates();

    @Test
    void countsWhatEachSecondSettled() {
        var first = rates.second(settled(40, 7));
        var second = rates.second(settled(45, 7));

        assertThat(first).as("what was settled before the start is no rate").containsValue(0L);
        assertThat(second).containsEntry(Direction.TO_APP, 5L).containsEntry(Direction.TO_ACME, 0L);
        assertThat(rates.last(2)).containsEntry(Direction.TO_APP, List.of(0L, 5L));
    }

    @Test
    void neverGoesBelowZeroWhenAMendedPairLeavesItsOldCount() {
        assertThat(rates.second(settled(40, 7))).isNotEmpty();

        assertThat(rates.second(settled(39, 7))).containsEntry(Direction.TO_APP, 0L);
    }

    @Test
    void keepsTenMinutes() {
        for (int second = 0; second < Rates.SECONDS + 50; second++) {
            assertThat(rates.second(settled(second, 0))).isNotEmpty();
        }

        assertThat(rates.last(10_000).get(Direction.TO_APP)).hasSize(Rates.SECONDS);
        assertThat(rates.last(3).get(Direction.TO_APP)).hasSize(3);
    }

    private static Map<Direction, Counts> settled(long toApp, long toAcme) {
        return Map.of(
                Direction.TO_APP, new Counts(toApp, toApp, 0, 0, 0, 0, 0, 0),
                Direction.TO_ACME, new Counts(toAcme, toAcme, 0, 0, 0, 0, 0, 0));
    }
}
