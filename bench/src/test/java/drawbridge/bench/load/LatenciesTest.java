package drawbridge.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void tellsMedianAndTailWithinASixteenth() {
        for (int i = 1; i <= 1_000; i++) {
            latencies.add(i * 1_000_000L);
        }

        Latencies.Summary summary = latencies.summary();

        assertThat(summary.count()).isEqualTo(1_000);
        assertThat(summary.p50()).isCloseTo(500, within(500 / 16.0));
        assertThat(summary.p99()).isCloseTo(990, within(990 / 16.0));
    }

    @Test
    void aRareLongOneShowsInTheTailAlone() {
        for (int i = 0; i < 97; i++) {
            latencies.add(2_000_000);
        }
        for (int i = 0; i < 3; i++) {
            latencies.add(5_000_000_000L);
        }

        assertThat(latencies.summary().p50()).isCloseTo(2, within(0.2));
        assertThat(latencies.summary().p99()).isCloseTo(5_000, within(320.0));
    }

    @Test
    void holdsSpansFromNothingToHours() {
        for (long nanos : new long[] {0, 1, 15, 16, 17, Long.MAX_VALUE / 2}) {
            latencies.clear();
            latencies.add(nanos);

            double told = latencies.summary().p50() * 1e6;

            assertThat(told).isBetween(nanos * 0.999, nanos * (17 / 16.0) + 1);
        }
    }

    @Test
    void nothingCountedIsZero() {
        latencies.add(7);
        latencies.clear();

        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(0, 0, 0));
    }
}
