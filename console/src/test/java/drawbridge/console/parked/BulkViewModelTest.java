package drawbridge.console.parked;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.console.fake.ScriptedGateway;
import drawbridge.console.parked.BulkViewModel.Choice;
import drawbridge.console.parked.BulkViewModel.Stage;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Optional;

class BulkViewModelTest {

    private final ScriptedGateway gateway = new ScriptedGateway();
    private ParkedViewModel model;

    @BeforeEach
    void aListOfDeadLetters() {
        model = new ParkedViewModel(gateway.bench, ParkedKind.DEAD);
        gateway.connected(Role.OPERATOR);
        model.shown();
    }

    @Test
    void tellsWhatWouldBeReachedBeforeAnythingIsDone() {
        model.rows().forEach(model.bulk()::mark);

        model.bulk().ask(ParkedAction.REPLAY, Choice.MARKED, Optional.empty());

        assertThat(model.bulk().stageProperty().get())
                .isInstanceOfSatisfying(
                        Stage.Told.class,
                        told -> {
                            assertThat(told.what()).isEqualTo("2 marked dead letters");
                            assertThat(told.preview().total()).isEqualTo(2);
                        });
        assertThat(gateway.world.jobs()).isEmpty();
    }

    @Test
    void startsAJobOnceAPersonHasSaidYesAndTakesTheMarksAway() {
        model.rows().forEach(model.bulk()::mark);
        model.bulk().ask(ParkedAction.REPLAY, Choice.MARKED, Optional.empty());
        model.bulk().reasonProperty().set("mended at Acme");

        model.bulk().confirm();

        assertThat(gateway.world.jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.reason()).isEqualTo("mended at Acme"));
        assertThat(model.bulk().marked()).isEmpty();
        assertThat(model.bulk().stageProperty().get()).isEqualTo(new Stage.Off());
    }

    @Test
    void reachesThoseLikeTheSelectedOneAlone() {
        model.bulk()
                .ask(ParkedAction.DISCARD, Choice.LIKE_THIS, Optional.of(model.rows().getFirst()));

        assertThat(model.bulk().stageProperty().get())
                .isInstanceOfSatisfying(
                        Stage.Told.class, told -> assertThat(told.preview().total()).isEqualTo(1));
    }

    @Test
    void saysHowToMarkWhenNothingIs() {
        model.bulk().ask(ParkedAction.REPLAY, Choice.MARKED, Optional.empty());

        assertThat(model.bulk().stageProperty().get())
                .isEqualTo(
                        new Stage.Failed("Nothing is marked. X marks the line under the cursor."));
    }

    @Test
    void refusesAViewerWithTheReason() {
        gateway.connected(Role.VIEWER);

        model.bulk().ask(ParkedAction.REPLAY, Choice.ALL, Optional.empty());

        assertThat(model.bulk().stageProperty().get()).isInstanceOf(Stage.Failed.class);
    }
}
