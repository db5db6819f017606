package drawbridge.console.shell;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.Optional;

/// The latest notice on the left; what can still be taken back on the right.
final class BottomBarView extends HBox {

    private final FontIcon icon = new FontIcon(Feather.INFO);
    private final Label notice = new Label();
    private final Button dismiss;
    private final Label pending = new Label();
    private final Button undo = new Button("Undo", Nodes.icon(Feather.CORNER_UP_LEFT));
    private final Button sendNow = new Button("Send now");
    private final HBox undoBar = new HBox(8, pending, undo, sendNow);

    BottomBarView(NoticesViewModel model) {
        super(8);
        getStyleClass().add("bottom-bar");
        setAlignment(Pos.CENTER_LEFT);
        dismiss = Nodes.iconOnly(new Button(), Feather.X, "bottom.dismiss", "Dismiss the notice");
        dismiss.getStyleClass().add(Styles.SMALL);
        dismiss.setOnAction(_ -> model.dismiss());
        notice.setId("bottom.notice");
        notice.setTextOverrun(OverrunStyle.ELLIPSIS);
        pending.setId("bottom.pending");
        pending.setMinWidth(USE_PREF_SIZE);
        undo.setOnAction(_ -> model.undo());
        undo.getStyleClass().addAll(Styles.SMALL, Styles.ACCENT);
        undo.setMinWidth(USE_PREF_SIZE);
        Nodes.named(undo, "bottom.undo", "Undo the last action (Ctrl+Z)");
        sendNow.setOnAction(_ -> model.sendNow());
        sendNow.getStyleClass().add(Styles.SMALL);
        sendNow.setMinWidth(USE_PREF_SIZE);
        Nodes.named(sendNow, "bottom.send-now", "Send the last action now");
        undoBar.setAlignment(Pos.CENTER_RIGHT);
        undoBar.getStyleClass().add("undo-bar");
        getChildren().addAll(icon, notice, dismiss, Nodes.spring(), undoBar);
        model.noticeProperty().subscribe(this::show);
        model.pendingProperty().subscribe(this::offer);
    }

    private void show(Optional<Notice> latest) {
        notice.setText(
                latest.map(Notice::sentence).orElse("Ctrl+1 to 7: screens · F5: load again"));
        getStyleClass().removeAll("bottom-good", "bottom-bad");
        Nodes.present(dismiss, latest.isPresent());
        Nodes.present(icon, latest.isPresent());
        latest.ifPresent(
                said -> {
                    boolean good = said.kind() == Notice.Kind.GOOD;
                    icon.setIconCode(good ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE);
                    getStyleClass().add(good ? "bottom-good" : "bottom-bad");
                });
    }

    private void offer(Optional<NoticesViewModel.Pending> held) {
        Nodes.present(undoBar, held.isPresent());
        held.ifPresent(
                action ->
                        pending.setText(
                                "%s in %d s".formatted(action.sentence(), action.secondsLeft())));
    }
}
