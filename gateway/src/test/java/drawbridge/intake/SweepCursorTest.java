package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class SweepCursorTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a b", "", " ", "ü/%"})
    void comesBackAsItWasWritten(String id) {
        SweepCursor cursor = new SweepCursor(Instant.parse("2026-03-01T12:00:00.123Z"), id);

        assertThat(SweepCursor.parse(cursor.toString())).contains(cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "yesterday a"})
    void isNoneForTextThatIsNone(String position) {
        assertThat(SweepCursor.parse(position)).isEmpty();
    }

    @Test
    void goesByTimeAndThenById() {
        Instant time = Instant.parse("2026-03-01T12:00:00Z");
        SweepCursor early = new SweepCursor(time, "b");

        assertThat(early).isLessThan(new SweepCursor(time, "c"));
        assertThat(early).isLessThan(new SweepCursor(time.plusMillis(1), "a"));
    }
}
