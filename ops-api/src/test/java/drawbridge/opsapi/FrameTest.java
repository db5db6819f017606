package drawbridge.opsapi;

import static drawbridge.opsapi.Samples.AT;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

class FrameTest {

    @ParameterizedTest
    @MethodSource("news")
    void tellsOnTheOtherSideWhatItWasGiven(News news) {
        var frame = Frame.of("i1", 18, AT, news);

        var read = OpsJson.read(OpsJson.write(frame), Frame.class);

        assertThat(read.news()).isEqualTo(news);
        assertThat(read.position()).isEqualTo(new Position("i1", 18));
    }

    static Stream<News> news() {
        return Stream.of(
                new News.Ticked(Samples.TICK),
                new News.ItemParked(Samples.CONFLICT),
                new News.ItemUnparked(Samples.CONFLICT),
                new News.BreakerMoved(Samples.BREAKER),
                new News.ActionMoved(
                        new ActionResult(
                                "north", "p-1", ParkedAction.REPLAY, ActionState.DONE, "Done.")),
                new News.LoadAgain());
    }

    @Test
    void countsAFrameWhoseTypeItDoesNotKnow() {
        var json =
                """
                {"instance":"i1","n":3,"type":"weather","at":"2026-03-01T08:00:00Z","body":{}}\
                """;

        var read = OpsJson.read(json, Frame.class);

        assertThat(read.n()).isEqualTo(3);
        assertThat(read.news()).isEqualTo(new News.Unknown());
    }

    @Test
    void refusesABodyThatDoesNotFitItsType() {
        var frame = Frame.of("i1", 1, AT, new News.LoadAgain());
        var wrong = new Frame("i1", 1, FrameType.PARKED, AT, frame.body());

        assertThatThrownBy(wrong::news).isInstanceOf(UnreadableJson.class);
    }
}
