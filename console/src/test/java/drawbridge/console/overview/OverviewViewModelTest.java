package drawbridge.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.FeedEvent;
import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.console.overview.OverviewViewModel.Tile;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.VitalsViewModel;
import drawbridge.opsapi.Role;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class OverviewViewModelTest {

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final OverviewViewModel model =
            new OverviewViewModel(gateway.bench, new VitalsViewModel(gateway.bench));

    private void show() {
        gateway.connected(Role.OPERATOR);
        model.shown();
    }

    private String value(Tile tile) {
        return model.tile(tile).valueProperty().get();
    }

    @Test
    void showsTheFiveNumbers() {
        show();

        assertThat(value(Tile.WAITING)).isEqualTo("2");
        assertThat(value(Tile.CONFLICTS)).isEqualTo("3");
        assertThat(value(Tile.DEAD)).isEqualTo("2");
        assertThat(value(Tile.BREAKERS)).isEqualTo("1");
        assertThat(value(Tile.OLDEST)).endsWith(" s");
    }

    @Test
    void movesOnWithEachTick() {
        show();
        gateway.world.dead("d3", "north", "title", "Too long.", 0);

        gateway.tick();

        assertThat(value(Tile.DEAD)).isEqualTo("3");
        assertThat(model.tile(Tile.DEAD).toneProperty().get()).isEqualTo(Tone.HURT);
    }

    @Test
    void countsOneTenantAloneInItsScope() {
        show();

        gateway.bench.scope().choose("south");

        assertThat(value(Tile.CONFLICTS)).isEqualTo("1");
        assertThat(model.tenants()).hasSize(1);
    }

    @Test
    void saysThatNothingWaitsOnlyWhileTheConnectionLives() {
        show();
        gateway.world.heal();
        gateway.tell(new FeedEvent.Gap());
        gateway.tick();
        assertThat(model.headlineProperty().get()).startsWith("Nothing waits.");

        gateway.loseTheConnection();

        assertThat(model.headlineProperty().get())
                .contains("may no longer be true")
                .doesNotContain("Nothing waits");
        assertThat(model.toneProperty().get()).isEqualTo(Tone.HURT);
        var words = new EmptyWords("No conflicts", "All is settled.");
        assertThat(words.in(gateway.bench.link().stateProperty().get()).title())
                .isEqualTo("Cut off");
    }

    @Test
    void keepsTheNumbersWhenALaterLoadFails() {
        show();
        gateway.failWith(new GatewayTrouble.NoAnswer("Too slow.", true));

        gateway.tell(new FeedEvent.Gap());

        assertThat(model.loadProperty().get()).isInstanceOf(Load.Ready.class);
    }

    @Test
    void putsTheWorstTenantFirst() {
        show();

        assertThat(model.tenants().getFirst().summary().tenant()).isEqualTo("north");
        assertThat(model.tenants().getFirst().breakers()).isEqualTo("acme open");
    }

    @Test
    void loadsTheNumbersNoMoreThanEveryTwoSeconds() {
        show();
        int before = gateway.overviewsAsked();

        for (int i = 0; i < 8; i++) {
            gateway.clock.pass(Duration.ofMillis(250));
            gateway.tick();
        }

        assertThat(gateway.overviewsAsked() - before).isBetween(1, 2);
    }

    @Test
    void movesTheThroughputByOnePlaceASecond() {
        show();
        var before = model.throughput().curvesProperty().get();

        gateway.tick();

        var after = model.throughput().curvesProperty().get();
        assertThat(after.toApp()).hasSize(ThroughputViewModel.SECONDS);
        assertThat(after.toApp().subList(0, 599)).isEqualTo(before.toApp().subList(1, 600));
    }
}
