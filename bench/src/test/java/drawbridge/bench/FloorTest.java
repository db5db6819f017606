package drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void reportsWhenBothBaselinesReachTheirPartOfPlainCommits() {
        assertThat(Floor.refusals(10_000, 3_500, 3_500)).isEmpty();
    }

    @Test
    void refusesASingleRowIntakeThatIsHeldBack() {
        assertThat(Floor.refusals(10_000, 3_499, 9_000))
                .singleElement()
                .asString()
                .startsWith("Nothing is reported: the single-row intake accepted 3,499 a second")
                .contains("0.35 of the 10,000 plain single-row commits");
    }

    @Test
    void refusesAPipelineThatIsHeldBack() {
        assertThat(Floor.refusals(10_000, 9_000, 1_200))
                .singleElement()
                .asString()
                .startsWith("Nothing is reported: the minimal pipeline delivered 1,200 a second")
                .contains("0.12 of the 10,000");
    }

    @Test
    void refusesWhereNothingWasMeasuredToJudgeBy() {
        assertThat(Floor.refusals(0, 5_000, 5_000)).hasSize(2);
    }
}
