package drawbridge.console.parked;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.FeedEvent;
import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.TenantScope;
import drawbridge.console.fake.ParkedBuilder;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.NoticesViewModel;
import drawbridge.opsapi.ActionResult;
import drawbridge.opsapi.ActionState;
import drawbridge.opsapi.News;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Problem;
import drawbridge.opsapi.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ParkedViewModelTest {

    private final ScriptedGateway gateway = new ScriptedGateway();

    private ParkedViewModel shown(Role role, ParkedKind kind) {
        var model = new ParkedViewModel(gateway.connected(role).bench, kind);
        model.shown();
        return model;
    }

    private static List<String> ids(ParkedViewModel model) {
        return model.rows().stream().map(row -> row.item().id()).toList();
    }

    private static Progress progress(ParkedViewModel model) {
        return model.selectedProperty().get().orElseThrow().progress();
    }

    @Nested
    class TheList {

        private ParkedViewModel model;

        @BeforeEach
        void show() {
            model = shown(Role.OPERATOR, ParkedKind.CONFLICT);
        }

        @Test
        void holdsTheOpenItemsWithTheFirstSelected() {
            assertThat(ids(model)).containsExactly("c1", "c2", "c3");
            assertThat(model.selectedProperty().get().orElseThrow().item().id()).isEqualTo("c1");
            assertThat(model.detailProperty().get()).isInstanceOf(Load.Ready.class);
        }

        @Test
        void takesUpWhatIsParkedWhileItIsShown() {
            gateway.world.conflict("c4", "north", "time", "9", "10", "11", 0);

            gateway.say(new News.ItemParked(gateway.item("c4")));

            assertThat(ids(model)).containsExactly("c1", "c2", "c3", "c4");
        }

        @Test
        void leavesOutWhatIsOfTheOtherKind() {
            gateway.say(new News.ItemParked(gateway.item("d1")));

            assertThat(ids(model)).doesNotContain("d1");
        }

        @Test
        void keepsTheNewerVersionWhenAnOlderOneComesLate() {
            var older = gateway.item("c1");
            var newer = ParkedBuilder.later(older, ParkedState.OPEN, null, 2, "Moved on.");
            gateway.say(new News.ItemParked(newer));

            gateway.say(new News.ItemParked(older));

            assertThat(model.rows().getFirst().item()).isEqualTo(newer);
        }

        @Test
        void keepsTheSelectionWhenItIsLoadedAgain() {
            model.select(model.rows().get(2));

            gateway.tell(new FeedEvent.Gap());

            assertThat(model.selectedProperty().get().orElseThrow().item().id()).isEqualTo("c3");
        }

        @Test
        void losesWhatWasClosedDuringAGap() {
            gateway.put(
                    ParkedBuilder.later(gateway.item("c2"), ParkedState.RESOLVED, "User 5", 1, ""));

            gateway.tell(new FeedEvent.Gap());

            assertThat(ids(model)).containsExactly("c1", "c3");
        }

        @Test
        void saysWhoClosedAnItemBeforeItGoes() {
            var closed =
                    ParkedBuilder.later(gateway.item("c1"), ParkedState.RESOLVED, "User 5", 1, "");

            gateway.say(new News.ItemUnparked(closed));

            assertThat(progress(model)).isEqualTo(new Progress.Closed("Resolved by User 5."));
            gateway.clock.pass(Duration.ofSeconds(5));
            assertThat(ids(model)).containsExactly("c2", "c3");
            assertThat(model.selectedProperty().get().orElseThrow().item().id()).isEqualTo("c2");
        }

        @Test
        void showsOneTenantAloneInItsScope() {
            gateway.bench.scope().choose("south");
            gateway.bench.scope().learn(gateway.overview(new TenantScope.All()).tenants());

            gateway.bench.scope().choose("south");

            assertThat(ids(model)).containsExactly("c3");
        }

        @Test
        void isFailedWithTheSentenceWhereTheFirstLoadFails() {
            gateway.failWith(new GatewayTrouble.NoAnswer("Nothing listens there.", false));
            var other = new ParkedViewModel(gateway.bench, ParkedKind.DEAD);

            other.shown();

            assertThat(other.loadProperty().get())
                    .isEqualTo(new Load.Failed<Integer>("Nothing listens there."));
        }
    }

    @Nested
    class AnAction {

        private ParkedViewModel conflicts;

        @BeforeEach
        void show() {
            conflicts = shown(Role.OPERATOR, ParkedKind.CONFLICT);
        }

        @Test
        void isHeldForAWhileAndThenSent() {
            conflicts.reasonProperty().set(" the customer called ");
            conflicts.act(ParkedAction.KEEP_ACME);
            assertThat(progress(conflicts)).isEqualTo(new Progress.Held(ParkedAction.KEEP_ACME));
            assertThat(gateway.requests).isEmpty();

            gateway.clock.pass(NoticesViewModel.GRACE);

            assertThat(gateway.requests)
                    .singleElement()
                    .satisfies(
                            sent -> {
                                assertThat(sent.action()).isEqualTo(ParkedAction.KEEP_ACME);
                                assertThat(sent.version()).isEqualTo(1);
                                assertThat(sent.reason()).isEqualTo("the customer called");
                            });
            assertThat(progress(conflicts)).isInstanceOf(Progress.Accepted.class);
        }

        @Test
        void isNeverSentOnceTakenBack() {
            conflicts.act(ParkedAction.KEEP_ACME);

            gateway.bench.notices().undo();
            gateway.clock.pass(Duration.ofMinutes(1));

            assertThat(gateway.requests).isEmpty();
            assertThat(progress(conflicts)).isEqualTo(new Progress.None());
        }

        @Test
        void isDoneOnlyWhenTheGatewaySaysSo() {
            conflicts.act(ParkedAction.KEEP_APP);
            gateway.bench.notices().sendNow();
            assertThat(progress(conflicts)).isInstanceOf(Progress.Accepted.class);

            gateway.say(
                    new News.ActionMoved(
                            new ActionResult(
                                    "north",
                                    "c1",
                                    ParkedAction.KEEP_APP,
                                    ActionState.DONE,
                                    "Both agree.")));

            assertThat(progress(conflicts))
                    .isEqualTo(new Progress.Done(ParkedAction.KEEP_APP, "Both agree."));
        }

        @Test
        void thatIsRefusedSaysWhyAndMayBeTriedAgain() {
            gateway.answerWith(ActionState.REFUSED);
            conflicts.act(ParkedAction.KEEP_APP);

            gateway.bench.notices().sendNow();

            assertThat(progress(conflicts))
                    .isEqualTo(new Progress.Refused(ParkedAction.KEEP_APP, "So it is."));
            assertThat(conflicts.desk().whyNotProperty(ParkedAction.KEEP_APP).get()).isEmpty();
        }

        @Test
        void onAnItemThatMovedOnLoadsItAgain() {
            gateway.put(
                    ParkedBuilder.later(
                            gateway.item("c1"), ParkedState.OPEN, null, 1, "Moved on."));
            conflicts.act(ParkedAction.KEEP_APP);
            gateway.failWith(
                    new GatewayTrouble.Refused(
                            new Problem(
                                    "about:blank", "Conflict", 409, "It moved on.", null, null)));
            gateway.bench.notices().sendNow();
            assertThat(progress(conflicts))
                    .isEqualTo(new Progress.Refused(ParkedAction.KEEP_APP, "It moved on."));
            gateway.recover();

            conflicts.reload();

            assertThat(conflicts.rows().getFirst().item().version()).isEqualTo(2);
        }

        @Test
        void whoseAnswerWasLostKeepsItsKeyWhenAskedForAgain() {
            var dead = shown(Role.OPERATOR, ParkedKind.DEAD);
            var sent = new ArrayList<String>();
            gateway.failWith(new GatewayTrouble.NoAnswer("It took too long.", true));
            dead.act(ParkedAction.REPLAY);
            sent.add(((Progress.Unsure) progress(dead)).key());
            gateway.recover();

            dead.act(ParkedAction.REPLAY);

            assertThat(gateway.requests)
                    .singleElement()
                    .satisfies(r -> assertThat(r.idempotencyKey()).isEqualTo(sent.getFirst()));
        }

        @Test
        void thatDiesAgainIsToldAsRefused() {
            var dead = shown(Role.OPERATOR, ParkedKind.DEAD);
            dead.act(ParkedAction.REPLAY);

            gateway.say(
                    new News.ItemParked(
                            ParkedBuilder.later(
                                    gateway.item("d1"), ParkedState.OPEN, null, 2, "Still bad.")));

            assertThat(progress(dead))
                    .isEqualTo(
                            new Progress.Refused(
                                    ParkedAction.REPLAY, "Tried again and failed: Still bad."));
        }
    }

    @Nested
    class ActionsAreOff {

        @Test
        void forAViewerWithTheReason() {
            var model = shown(Role.VIEWER, ParkedKind.CONFLICT);

            assertThat(model.desk().whyNotProperty(ParkedAction.KEEP_ACME).get())
                    .contains("viewer");
            model.act(ParkedAction.KEEP_ACME);
            assertThat(progress(model)).isEqualTo(new Progress.None());
        }

        @Test
        void whileCutOffAndOnAgainAfterwards() {
            var model = shown(Role.OPERATOR, ParkedKind.CONFLICT);
            gateway.loseTheConnection();
            assertThat(model.desk().whyNotProperty(ParkedAction.KEEP_ACME).get())
                    .contains("No connection");

            gateway.tick();

            assertThat(model.desk().whyNotProperty(ParkedAction.KEEP_ACME).get()).isEmpty();
        }

        @Test
        void whereTheGatewayDoesNotOfferThem() {
            var model = shown(Role.OPERATOR, ParkedKind.CONFLICT);

            assertThat(model.desk().whyNotProperty(ParkedAction.REPLAY).get())
                    .contains("does not offer");
        }
    }
}
