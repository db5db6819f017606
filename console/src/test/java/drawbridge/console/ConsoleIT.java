package drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.fake.FakeGateway;
import drawbridge.console.fake.FakeWorld;
import drawbridge.console.shell.NoticesViewModel;

import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;

/// The window as a person uses it, before a real server of the ops API.
class ConsoleIT {

    private FakeWorld world;
    private FakeGateway gateway;
    private BrakeClock clock;
    private Ui ui;

    @BeforeEach
    void open() {
        world = FakeWorld.lively(Clock.systemUTC().instant());
        gateway = new FakeGateway(world);
        clock = new BrakeClock();
        ui = new Ui(1000, 700, clock);
    }

    @AfterEach
    void close() {
        ui.close();
        gateway.close();
    }

    private void connectAs(String token) {
        ui.connect(gateway.address(), token);
        ui.eventuallySays("top.pill", "live");
    }

    @Nested
    class Connecting {

        @Test
        void leadsToTheOverviewWithItsNumbers() {
            ui.connect(gateway.address(), FakeGateway.OPERATOR);

            ui.eventuallySays("top.pill", "live");
            ui.eventuallySays("top.gateway", "User 3, operator");
            ui.eventuallySays("overview.headline", "1 system does not answer");
            assertThat(ui.rows("overview.tenants")).isEqualTo(2);
        }

        @Test
        void withAWrongTokenSaysWhatToDo() {
            ui.connect(gateway.address(), "wrong-token");

            ui.eventuallySays("connection.problem", "does not accept this token");
            assertThat(ui.text("top.pill")).isEqualTo("not connected");
        }

        @Test
        void whereNothingListensSaysSo() {
            gateway.die();

            ui.connect(gateway.address(), FakeGateway.OPERATOR);

            ui.eventuallySays("connection.problem", "Nothing listens at 127.0.0.1:");
        }

        @Test
        void testShowsItsStepsAndStaysOnTheScreen() {
            Ui.onUi(
                    () -> {
                        ui.window().connection().addressProperty().set(gateway.address());
                        ui.window().connection().tokenProperty().set(FakeGateway.OPERATOR);
                        return true;
                    });

            ui.click("connection.test");

            ui.eventuallySays("bottom.notice", "The connection works");
            assertThat(ui.text("top.pill")).isEqualTo("not connected");
        }
    }

    @Nested
    class AConflict {

        @BeforeEach
        void look() {
            connectAs(FakeGateway.OPERATOR);
            ui.click("rail.conflicts");
            ui.eventually(() -> ui.rows("conflicts.list") == 3);
        }

        @Test
        void isResolvedByClicking() {
            ui.clickRow("conflicts.list", 1);
            ui.eventuallySays("conflicts.value.app", "Call");

            ui.click("conflicts.keep-app");
            ui.click("bottom.send-now");

            ui.eventually(() -> ui.rows("conflicts.list") == 2);
            assertThat(gateway.acts()).containsExactly("c2 keep-app");
        }

        @Test
        void isResolvedByKeyboardAlone() {
            ui.clickRow("conflicts.list", 0);

            ui.press(KeyCode.J);
            ui.press(KeyCode.DIGIT2);

            ui.eventually(() -> ui.rows("conflicts.list") == 2);
            assertThat(gateway.acts()).containsExactly("c2 keep-acme");
        }

        @Test
        void canBeTakenBackBeforeItIsSent() {
            clock.hold();
            ui.clickRow("conflicts.list", 0);
            ui.click("conflicts.keep-acme");
            ui.eventually(() -> ui.isShown("bottom.undo"));

            ui.press(KeyCode.CONTROL, KeyCode.Z);

            ui.eventually(() -> !ui.isShown("bottom.undo"));
            assertThat(ui.isDisabled("conflicts.keep-acme")).isFalse();
            assertThat(gateway.acts()).isEmpty();
        }

        @Test
        void keepsTheSelectionWhenTheListIsLoadedAgain() {
            ui.clickRow("conflicts.list", 2);
            ui.eventuallySays("conflicts.value.acme", "Room 4");

            ui.click("conflicts.reload");
            gateway.closeElsewhere("c1");

            ui.eventually(() -> ui.rows("conflicts.list") == 2);
            assertThat(ui.selectedRow("conflicts.list")).isEqualTo(1);
            assertThat(ui.text("conflicts.value.acme")).isEqualTo("Room 4");
        }

        @Test
        void isOnlySeenInTheScopeOfItsTenant() {
            Ui.onUi(
                    () -> {
                        ui.window().bench().scope().choose("south");
                        return true;
                    });

            ui.eventually(() -> ui.rows("conflicts.list") == 1);
            ui.eventuallySays("conflicts.value.acme", "Room 4");
        }
    }

    @Nested
    class ADeadLetter {

        @BeforeEach
        void look() {
            connectAs(FakeGateway.OPERATOR);
            ui.click("rail.dead-letters");
            ui.eventually(() -> ui.rows("dead-letters.list") == 2);
        }

        @Test
        void isReplayed() {
            ui.clickRow("dead-letters.list", 0);

            ui.click("dead-letters.replay");

            ui.eventuallySays("dead-letters.progress", "Both sides agree");
            ui.eventually(() -> ui.rows("dead-letters.list") == 1);
            assertThat(gateway.acts()).containsExactly("d1 replay");
        }

        @Test
        void thatDiesAgainStaysAndSaysSo() {
            gateway.staysBroken();
            ui.clickRow("dead-letters.list", 0);

            ui.click("dead-letters.replay");

            ui.eventuallySays("dead-letters.progress", "Tried again and failed");
            assertThat(ui.rows("dead-letters.list")).isEqualTo(2);
            assertThat(ui.isDisabled("dead-letters.replay")).isFalse();
        }

        @Test
        void isDiscardedOnceItCanNoLongerBeTakenBack() {
            ui.clickRow("dead-letters.list", 1);

            ui.press(KeyCode.DELETE);

            ui.eventuallySays("bottom.pending", "Discarding (A-d2) in");
            assertThat(gateway.acts()).isEmpty();
            clock.putForward(NoticesViewModel.GRACE);
            ui.eventually(() -> ui.rows("dead-letters.list") == 1);
            assertThat(gateway.acts()).containsExactly("d2 discard");
        }
    }

    @Nested
    class WhenTheGatewayIsGone {

        @BeforeEach
        void look() {
            connectAs(FakeGateway.OPERATOR);
            ui.click("rail.conflicts");
            ui.eventually(() -> ui.rows("conflicts.list") == 3);
        }

        @Test
        void actionsAreOffWithTheReasonUntilItIsBack() {
            gateway.die();

            ui.eventuallySays("top.pill", "stale");
            ui.eventuallySays("conflicts.why-not", "No connection");
            assertThat(ui.isDisabled("conflicts.keep-acme")).isTrue();

            gateway.start();

            ui.eventuallySays("top.pill", "live");
            assertThat(ui.isDisabled("conflicts.keep-acme")).isFalse();
            assertThat(ui.rows("conflicts.list")).isEqualTo(3);
        }

        @Test
        void silenceIsSeenWithinSeconds() {
            gateway.fallSilent();
            clock.putForward(Duration.ofSeconds(3));

            ui.eventuallySays("shell.banner", "What you see was true at");
        }

        @Test
        void whatWasMissedIsLoadedOnceItIsBack() {
            gateway.die();
            ui.eventuallySays("top.pill", "stale");
            gateway.rebirth();
            gateway.closeElsewhere("c1");

            gateway.start();

            ui.eventuallySays("top.pill", "live");
            ui.eventually(() -> ui.rows("conflicts.list") == 2);
        }

        @Test
        void anEmptyListDoesNotClaimThatThereIsNothing() {
            gateway.closeElsewhere("c1");
            gateway.closeElsewhere("c2");
            gateway.closeElsewhere("c3");
            ui.eventually(() -> ui.rows("conflicts.list") == 0);

            gateway.die();

            ui.eventuallySays("top.pill", "stale");
            ui.eventually(
                    () ->
                            ui.scene().getRoot().lookupAll(".placeholder-title").stream()
                                    .map(node -> ((Label) node).getText())
                                    .anyMatch("Cut off"::equals));
            ui.click("rail.overview");
            ui.eventuallySays("overview.headline", "may no longer be true");
        }
    }

    @Test
    void manyDeletesOfferTheTwoWordsThatTheyTakeAndNoOther() {
        world.deletes("c4", "north", 12);
        connectAs(FakeGateway.OPERATOR);
        ui.click("rail.conflicts");
        ui.eventually(() -> ui.rows("conflicts.list") == 4);

        ui.clickRow("conflicts.list", 3);

        ui.eventuallySays("conflicts.detail.sentence", "12 deletes");
        assertThat(ui.isShown("conflicts.approve")).isTrue();
        assertThat(ui.isShown("conflicts.reject")).isTrue();
        assertThat(ui.isShown("conflicts.keep-acme")).isFalse();
        assertThat(ui.isShown("conflicts.look-app")).isFalse();
        assertThat(ui.isShown("conflicts.why-not")).isFalse();
        ui.clickRow("conflicts.list", 0);
        ui.eventually(() -> ui.isShown("conflicts.keep-acme"));
    }

    @Test
    void aViewerSeesWhyNothingCanBeDone() {
        connectAs(FakeGateway.VIEWER);

        ui.click("rail.dead-letters");

        ui.eventuallySays("dead-letters.why-not", "role is viewer");
        assertThat(ui.isDisabled("dead-letters.replay")).isTrue();
        assertThat(ui.isDisabled("dead-letters.discard")).isTrue();
    }
}
