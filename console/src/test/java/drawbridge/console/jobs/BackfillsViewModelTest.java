package drawbridge.console.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.client.BackfillAct;
import drawbridge.console.fake.ScriptedGateway;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillState;
import drawbridge.opsapi.Role;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class BackfillsViewModelTest {

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final BackfillsViewModel model = new BackfillsViewModel(gateway.bench);

    @Test
    void pausesOneThatRunsAndLetsOneThatRestsGoOn() {
        gateway.backfills.add(backfill(BackfillState.RUNNING));
        gateway.connected(Role.OPERATOR);
        model.shown();

        assertThat(model.runningProperty().get()).isEqualTo(1);
        assertThat(model.whyNotProperty(BackfillAct.PAUSE).get()).isEmpty();
        assertThat(model.whyNotProperty(BackfillAct.RESUME).get()).isEqualTo("It is not paused.");

        model.act(BackfillAct.PAUSE);
        gateway.backfills.clear();
        gateway.backfills.add(backfill(BackfillState.PAUSED));
        model.reload();
        model.act(BackfillAct.RESUME);

        assertThat(gateway.backfillWishes).containsExactly("PAUSE 7f", "RESUME 7f");
        assertThat(model.whyNotProperty(BackfillAct.PAUSE).get()).isEqualTo("It is paused.");
    }

    @Test
    void doesNothingToOneThatHasEndedAndNothingForAViewer() {
        gateway.backfills.add(backfill(BackfillState.DONE));
        gateway.connected(Role.OPERATOR);
        model.shown();

        model.act(BackfillAct.CANCEL);

        assertThat(gateway.backfillWishes).isEmpty();
        assertThat(model.whyNotProperty(BackfillAct.CANCEL).get()).isEqualTo("It has ended.");

        gateway.connected(Role.VIEWER);
        assertThat(model.whyNotProperty(BackfillAct.CANCEL).get())
                .isEqualTo("Your token's role is viewer: it may look, but not act.");
    }

    private static Backfill backfill(BackfillState state) {
        return new Backfill(
                "north",
                "7f",
                null,
                null,
                20,
                "user1",
                null,
                state,
                1,
                0,
                null,
                null,
                Instant.EPOCH,
                null,
                null,
                List.of());
    }
}
