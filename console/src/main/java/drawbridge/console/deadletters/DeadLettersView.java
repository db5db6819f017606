package drawbridge.console.deadletters;

import atlantafx.base.theme.Styles;

import drawbridge.console.parked.DetailParts;
import drawbridge.console.parked.MasterDetail;
import drawbridge.console.parked.ParkedViewModel;
import drawbridge.console.parked.PreviewLine;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.List;
import java.util.Map;

/// The list of dead letters; of the selected one the error, the payload, and what was tried.
public final class DeadLettersView {

    private DeadLettersView() {}

    /// The screen.
    public static Node of(ParkedViewModel model, Workbench bench) {
        var edit = new EditViewModel(model);
        var look =
                new MasterDetail.Look(
                        "dead-letters",
                        "Dead letters",
                        Feather.CHECK_CIRCLE,
                        new EmptyWords(
                                "No dead letters", "Every record could be written as it came."),
                        "What is wrong",
                        DeadLettersView::wrong,
                        0.5,
                        Map.of(
                                KeyCode.R,
                                () -> model.act(ParkedAction.REPLAY),
                                KeyCode.P,
                                edit::look,
                                KeyCode.E,
                                edit::begin,
                                KeyCode.DELETE,
                                () -> model.act(ParkedAction.DISCARD)));
        return MasterDetail.of(
                model, bench, look, detail(new DetailParts(model, bench, look), model, edit));
    }

    private static VBox detail(DetailParts parts, ParkedViewModel model, EditViewModel edit) {
        var replay = parts.button("replay", ParkedAction.REPLAY, "Replay", "R", Feather.ROTATE_CW);
        var discard =
                parts.button("discard", ParkedAction.DISCARD, "Discard", "Delete", Feather.TRASH_2);
        discard.getStyleClass().addAll(Styles.DANGER, Styles.BUTTON_OUTLINED);
        var error = new HBox(9, Nodes.icon(Feather.ALERT_TRIANGLE), parts.sentence());
        error.setAlignment(Pos.CENTER_LEFT);
        error.getStyleClass().add("problem");
        var editor = new PayloadEditor(edit, model);
        return parts.detail(
                error,
                List.of(
                        new HBox(8, replay, editor.lookButton(), discard),
                        new PreviewLine(model.preview(), "dead-letters.preview")),
                List.of(ParkedAction.REPLAY),
                List.of(
                        editor.build(),
                        parts.loaded(
                                (detail, bench) -> {
                                    edit.show(detail);
                                    return more(detail, bench);
                                })));
    }

    private static Node more(ParkedDetail detail, Workbench bench) {
        var box = new VBox(10);
        if (detail.payload() == null && detail.payloadBase64() != null) {
            box.getChildren()
                    .add(
                            text(
                                    "payload-bytes",
                                    "Payload: not UTF-8, so Base64",
                                    detail.payloadBase64()));
        }
        if (detail.request() != null) {
            box.getChildren().add(text("request", "The call that failed", detail.request()));
        }
        if (detail.response() != null) {
            box.getChildren().add(text("response", "Its answer", detail.response()));
        }
        box.getChildren()
                .addAll(DetailParts.section("History", DetailParts.history(detail, bench)));
        return box;
    }

    private static VBox text(String id, String title, String content) {
        var area = new TextArea(content);
        area.setEditable(false);
        area.setWrapText(true);
        area.getStyleClass().add("payload");
        long lines = content.lines().mapToLong(line -> 1 + line.length() / 44).sum();
        area.setPrefRowCount(Math.clamp(lines, 1, 12));
        Nodes.named(area, "dead-letters." + id, title);
        var box = new VBox(4);
        box.getChildren().addAll(DetailParts.section(title, area));
        return box;
    }

    private static String wrong(Parked item) {
        return item.field() == null ? item.reason() : item.field();
    }
}
