package drawbridge.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.fake.HandClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class NoticesViewModelTest {

    private final HandClock clock = new HandClock();
    private final NoticesViewModel notices = new NoticesViewModel(clock, clock);
    private final List<String> done = new ArrayList<>();

    private void hold(String name) {
        notices.hold(name, () -> done.add("send " + name), () -> done.add("undo " + name));
    }

    @Test
    void countsDownAndThenSends() {
        hold("a");
        clock.pass(Duration.ofSeconds(2));
        assertThat(notices.pendingProperty().get()).contains(new NoticesViewModel.Pending("a", 3));

        clock.pass(Duration.ofSeconds(3));

        assertThat(done).containsExactly("send a");
        assertThat(notices.pendingProperty().get()).isEmpty();
    }

    @Test
    void aSecondActionSendsTheFirst() {
        hold("a");

        hold("b");

        assertThat(done).containsExactly("send a");
        assertThat(notices.pendingProperty().get().orElseThrow().sentence()).isEqualTo("b");
    }

    @Test
    void whatIsTakenBackIsNeverSent() {
        hold("a");

        notices.undo();
        clock.pass(Duration.ofMinutes(1));

        assertThat(done).containsExactly("undo a");
    }

    @Test
    void goodNewsFadesAndBadNewsStays() {
        notices.good("fine");
        clock.pass(Duration.ofSeconds(9));
        assertThat(notices.noticeProperty().get()).isEmpty();

        notices.bad("broken");
        clock.pass(Duration.ofMinutes(9));

        assertThat(notices.noticeProperty().get()).contains(new Notice(Notice.Kind.BAD, "broken"));
    }
}
