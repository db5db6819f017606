package drawbridge.console.deadletters;

import atlantafx.base.theme.Styles;

import drawbridge.console.parked.ParkedViewModel;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.Nodes;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

/// The payload: read only until somebody wants to edit it; then with what differs below it.
final class PayloadEditor {

    private final EditViewModel edit;
    private final ParkedViewModel model;

    /// True until the first key goes down in the payload: the key that began the edit types no
    /// letter into it.
    private boolean begun;

    PayloadEditor(EditViewModel edit, ParkedViewModel model) {
        this.edit = edit;
        this.model = model;
    }

    /// Asks what a replay would do.
    Button lookButton() {
        var look = new Button("Preview", Nodes.icon(Feather.EYE));
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setTooltip(new Tooltip("What would be written, with nothing done  (P)"));
        look.setOnAction(_ -> edit.look());
        Nodes.named(look, "dead-letters.look", "Preview: what would be written");
        return look;
    }

    Node build() {
        var title = new Label("Payload");
        title.getStyleClass().add("section-title");
        var begin = button("edit", "Edit", Feather.EDIT_2);
        begin.setTooltip(new Tooltip("Edit the payload  (E)"));
        begin.setOnAction(_ -> edit.begin());
        var whyNot = model.desk().whyNotProperty(ParkedAction.EDIT);
        begin.disableProperty().bind(whyNot.isNotEmpty());
        var drop = button("edit-drop", "As it was", Feather.CORNER_UP_LEFT);
        drop.setOnAction(_ -> edit.drop());
        var send = button("edit-send", "Replay as edited", Feather.SEND);
        send.getStyleClass().add(Styles.ACCENT);
        send.disableProperty().bind(edit.changedProperty().not());
        send.setOnAction(_ -> edit.send());
        var line = new HBox(8, title, Nodes.spring(), begin, drop, send);
        line.setAlignment(Pos.CENTER_LEFT);
        var note =
                Nodes.wrapped(
                        "Only what you change is laid over the record as it is by then; nothing old"
                                + " is put over what is newer. Mend it in its own system too, or its"
                                + " next change brings the mistake back.");
        note.getStyleClass().add("fact-name");
        var area = area();
        edit.editingProperty()
                .subscribe(
                        now -> {
                            Nodes.present(begin, !now);
                            Nodes.present(drop, now);
                            Nodes.present(send, now);
                            Nodes.present(note, now);
                            area.setEditable(now);
                            if (now) {
                                begun = true;
                                area.requestFocus();
                            }
                        });
        var box = new VBox(6, line, area, diff(), note);
        box.getStyleClass().add("payload-box");
        model.detailProperty().subscribe(load -> Nodes.present(box, hasPayload(load)));
        return box;
    }

    private static boolean hasPayload(Load<ParkedDetail> load) {
        return load instanceof Load.Ready(var detail) && detail.payload() != null;
    }

    private TextArea area() {
        var area = new TextArea();
        area.textProperty().bindBidirectional(edit.textProperty());
        area.setWrapText(true);
        area.getStyleClass().add("payload");
        edit.textProperty()
                .subscribe(
                        text -> {
                            long lines =
                                    text.lines().mapToLong(line -> 1 + line.length() / 44).sum();
                            area.setPrefRowCount(Math.clamp(lines, 1, 14));
                        });
        area.addEventFilter(KeyEvent.KEY_PRESSED, _ -> begun = false);
        area.addEventFilter(
                KeyEvent.KEY_TYPED,
                key -> {
                    if (begun) {
                        key.consume();
                    }
                });
        area.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.ESCAPE) {
                        edit.drop();
                    } else if (key.isShortcutDown() && key.getCode() == KeyCode.ENTER) {
                        edit.send();
                    }
                });
        return Nodes.named(area, "dead-letters.payload", "Payload");
    }

    private Node diff() {
        var lines = new VBox(1);
        lines.setId("dead-letters.diff");
        edit.diff()
                .addListener(
                        (ListChangeListener<PayloadDiff.Line>)
                                _ -> {
                                    lines.getChildren().clear();
                                    for (PayloadDiff.Line line : edit.diff()) {
                                        lines.getChildren().add(line(line));
                                    }
                                    Nodes.present(lines, !edit.diff().isEmpty());
                                });
        Nodes.present(lines, false);
        return lines;
    }

    private static Label line(PayloadDiff.Line line) {
        var label = Nodes.wrapped((line.added() ? "+ " : "− ") + line.text());
        label.getStyleClass().addAll("payload", line.added() ? "diff-added" : "diff-removed");
        return label;
    }

    private static Button button(String id, String words, Feather icon) {
        var button = new Button(words, Nodes.icon(icon));
        button.getStyleClass().add(Styles.SMALL);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return Nodes.named(button, "dead-letters." + id, words);
    }
}
