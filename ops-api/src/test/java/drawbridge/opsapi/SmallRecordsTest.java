package drawbridge.opsapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SmallRecordsTest {

    @Test
    void aPositionReadsWhatItWrote() {
        var position = new Position("host:7:1", 42);

        assertThat(Position.parse(position.toString())).isEqualTo(position);
    }

    @Test
    void aPositionWithoutAnInstanceIsRefused() {
        assertThatThrownBy(() -> Position.parse(":42"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsAddUpWhenEveryAcknowledgedPairHasItsPlace() {
        var counts = new Counts(21, 6, 5, 4, 3, 2, 1, 9);

        assertThat(counts.addsUp()).isTrue();
        assertThat(counts.settled()).isEqualTo(20);
        assertThat(counts.plus(new Counts(1, 0, 0, 0, 0, 0, 0, 0)).addsUp()).isFalse();
    }

    @Test
    void anOperatorReachesAViewersRightsButNotAnAdmins() {
        assertThat(Role.OPERATOR.reaches(Role.VIEWER)).isTrue();
        assertThat(Role.OPERATOR.reaches(Role.OPERATOR)).isTrue();
        assertThat(Role.OPERATOR.reaches(Role.ADMIN)).isFalse();
    }

    @Test
    void aPathKeepsWhatWouldBreakIt() {
        assertThat(OpsPaths.fill(OpsPaths.RESOLVE, "north", "a/b c?"))
                .isEqualTo("/ops/v1/parked/north/a%2Fb%20c%3F/resolve");
    }

    @Test
    void aPathWithTooFewOrTooManyValuesIsRefused() {
        assertThatThrownBy(() -> OpsPaths.fill(OpsPaths.PARKED_ITEM, "north"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OpsPaths.fill(OpsPaths.ME, "north"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
