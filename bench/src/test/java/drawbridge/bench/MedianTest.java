package drawbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class MedianTest {

    @Test
    void isTheMiddleOneWhateverTheOrder() {
        assertThat(Median.of(List.of(900.0, 1.0, 20.0))).isEqualTo(20.0);
    }

    @Test
    void liesBetweenTheTwoInTheMiddleOfAnEvenNumber() {
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3.0);
    }

    @Test
    void thereIsNoneOfNothing() {
        assertThatThrownBy(() -> Median.of(List.of())).hasMessageContaining("median of nothing");
    }
}
