package drawbridge.crossing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.UUID;

class BackoffTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 24, 31, 32, 41, 63, 64, 1000, Integer.MAX_VALUE})
    void staysBetweenBaseAndCapAtAnyNumberOfTries(int tries) {
        for (double jitter : new double[] {0, 0.5, 0.999_999}) {
            assertThat(new Backoff(dice(jitter)).after(tries)).isBetween(Backoff.BASE, Backoff.CAP);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3600", "86400"})
    void isNeverEarlierThanAskedFor(long seconds) {
        Duration asked = Duration.ofSeconds(seconds);

        assertThat(new Backoff(dice(0)).noEarlierThan(asked)).isEqualTo(asked);
        assertThat(new Backoff(dice(0.999)).noEarlierThan(asked)).isGreaterThan(asked);
    }

    private static Dice dice(double jitter) {
        return new Dice() {
            @Override
            public double jitter() {
                return jitter;
            }

            @Override
            public UUID id() {
                return new UUID(0, 0);
            }
        };
    }
}
