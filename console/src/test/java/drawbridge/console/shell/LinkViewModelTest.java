package drawbridge.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.FeedEvent;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.News;
import drawbridge.opsapi.Role;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;

class LinkViewModelTest {

    private final ScriptedGateway gateway = new ScriptedGateway().connected(Role.OPERATOR);
    private final LinkViewModel link = gateway.bench.link();

    @Test
    void isLiveOnceTheFirstFrameHasCome() {
        assertThat(link.stateProperty().get()).isInstanceOf(LinkState.Live.class);
        assertThat(link.blockedProperty().get()).isEmpty();
    }

    @Test
    void isStaleWithinThreeSecondsOfSilence() {
        gateway.clock.pass(Duration.ofSeconds(2));
        assertThat(link.isLive()).isTrue();

        gateway.clock.pass(Duration.ofSeconds(1));

        assertThat(link.stateProperty().get()).isInstanceOf(LinkState.Stale.class);
        assertThat(link.blockedProperty().get()).contains("No connection");
    }

    @Test
    void countsTheAgeOfWhatIsOnTheScreenWhileCutOff() {
        gateway.loseTheConnection();
        gateway.clock.pass(Duration.ofSeconds(41));

        assertThat(link.stateProperty().get())
                .isInstanceOfSatisfying(
                        LinkState.Stale.class,
                        stale -> assertThat(stale.age().toSeconds()).isEqualTo(41));
    }

    @Test
    void isLiveAgainWithTheNextFrame() {
        gateway.loseTheConnection();

        gateway.tick();

        assertThat(link.isLive()).isTrue();
    }

    @Test
    void isNotLiveAgainBeforeAFrameHasCome() {
        gateway.loseTheConnection();

        gateway.tell(new FeedEvent.Opened());

        assertThat(link.isLive()).isFalse();
    }

    @Test
    void staysShutOnceTheTokenIsRefused() {
        gateway.tell(new FeedEvent.Refused("The token was taken back."));
        gateway.clock.pass(Duration.ofMinutes(1));

        assertThat(link.stateProperty().get())
                .isEqualTo(new LinkState.Shut("The token was taken back."));
    }

    @Test
    void foldsABurstIntoOneBeatAndKeepsItsOrder() {
        var heard = new ArrayList<News>();
        var _ = link.onNews(heard::add);

        gateway.tell(new FeedEvent.Gap());
        gateway.tick();

        assertThat(heard).hasSize(2);
        assertThat(heard.getFirst()).isEqualTo(new News.LoadAgain());
        assertThat(heard.getLast()).isInstanceOf(News.Ticked.class);
    }

    @Test
    void tellsNothingOnceTheListenerIsCancelled() {
        var heard = new ArrayList<News>();
        link.onNews(heard::add).cancel();

        gateway.tick();

        assertThat(heard).isEmpty();
    }
}
