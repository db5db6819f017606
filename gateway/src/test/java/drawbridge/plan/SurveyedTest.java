package drawbridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.SystemSpec.Limits;
import drawbridge.mapping.SystemSpec.Rate;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class SurveyedTest {

    private static final Duration USUAL = Duration.ofMillis(100);

    @Test
    void callsTakeAsLongAsThoseThatMayGoAtOnceLeaveThem() {
        assertThat(Surveyed.needs(limits(4), 1_000, USUAL)).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void aRateMakesThemTakeLongerThanTheyWouldByThemselves() {
        Limits hundredInTenSeconds = limits(4, new Rate(100, Duration.ofSeconds(10), 100));

        assertThat(Surveyed.needs(hundredInTenSeconds, 1_000, USUAL))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(Surveyed.needs(hundredInTenSeconds, 100, USUAL))
                .isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void ofSeveralRatesTheSlowestHolds() {
        Limits both =
                limits(
                        4,
                        new Rate(100, Duration.ofSeconds(10), 100),
                        new Rate(600, Duration.ofHours(1), 600));

        assertThat(Surveyed.needs(both, 1_200, USUAL)).isEqualTo(Duration.ofHours(1));
    }

    private static Limits limits(int atOnce, Rate... rates) {
        return new Limits(
                Duration.ofSeconds(10), atOnce, 1 << 20, List.of(rates), List.of(), List.of());
    }
}
