package drawbridge.console.parked;

import atlantafx.base.theme.Styles;

import drawbridge.console.shell.Nodes;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;

import javafx.collections.SetChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.List;
import java.util.stream.Collectors;

/// What can be done to many items, and below it what the gateway says it would reach, before
/// anything is done.
final class BulkBar {

    private final ParkedViewModel model;
    private final BulkViewModel bulk;
    private final String id;

    BulkBar(ParkedViewModel model, String id) {
        this.model = model;
        this.bulk = model.bulk();
        this.id = id;
    }

    Node build(ParkedKind kind) {
        var marks = Nodes.muted("");
        marks.setId(id + ".marks");
        bulk.marked()
                .addListener(
                        (SetChangeListener<ParkedRow.Key>)
                                _ -> marks.setText(marks(bulk.marked().size())));
        marks.setText(marks(0));
        var line = new HBox(8, menu(kind), marks);
        line.setAlignment(Pos.CENTER_LEFT);
        return new VBox(8, line, sheet());
    }

    private static String marks(int count) {
        return count == 0 ? "X marks a line" : count + " marked";
    }

    private MenuButton menu(ParkedKind kind) {
        var menu = new MenuButton("Many at once", Nodes.icon(Feather.LAYERS));
        menu.setMinWidth(Region.USE_PREF_SIZE);
        menu.getStyleClass().add(Styles.SMALL);
        Nodes.named(menu, id + ".many", "Act on many items at once");
        List<ParkedAction> actions =
                kind == ParkedKind.DEAD
                        ? List.of(ParkedAction.REPLAY, ParkedAction.DISCARD)
                        : List.of(ParkedAction.KEEP_ACME, ParkedAction.KEEP_APP);
        for (ParkedAction action : actions) {
            for (BulkViewModel.Choice choice : BulkViewModel.Choice.values()) {
                var item = new MenuItem(words(action) + " " + words(choice));
                item.setId(
                        id
                                + "."
                                + action.word()
                                + "."
                                + choice.name().toLowerCase(java.util.Locale.ROOT));
                item.setOnAction(_ -> bulk.ask(action, choice, model.selectedProperty().get()));
                menu.getItems().add(item);
            }
        }
        var none = new MenuItem("Take all marks away");
        none.setOnAction(_ -> bulk.unmarkAll());
        menu.getItems().add(none);
        return menu;
    }

    private static String words(ParkedAction action) {
        return switch (action) {
            case KEEP_ACME -> "Keep Acme's value of";
            case KEEP_APP -> "Keep the app's value of";
            case REPLAY, EDIT -> "Replay";
            case DISCARD -> "Discard";
            case APPROVE -> "Approve";
            case REJECT -> "Reject";
            case RESTORE -> "Put back";
        };
    }

    private static String words(BulkViewModel.Choice choice) {
        return switch (choice) {
            case MARKED -> "the marked ones…";
            case LIKE_THIS -> "all like the selected one…";
            case ALL -> "all of them…";
        };
    }

    /// The answer of the gateway, and the yes.
    private Node sheet() {
        var title = Nodes.wrapped("");
        title.setId(id + ".bulk.title");
        title.getStyleClass().add("side-name");
        var said = Nodes.wrapped("");
        said.setId(id + ".bulk.said");
        var reason = new TextField();
        reason.setPromptText("Reason, for the history (may stay empty)");
        reason.textProperty().bindBidirectional(bulk.reasonProperty());
        Nodes.named(reason, id + ".bulk.reason", "Reason, for the history");
        HBox.setHgrow(reason, Priority.ALWAYS);
        var yes = new Button("Do it", Nodes.icon(Feather.CHECK));
        yes.setMinWidth(Region.USE_PREF_SIZE);
        yes.setOnAction(_ -> bulk.confirm());
        Nodes.named(yes, id + ".bulk.confirm", "Do it");
        var no = new Button("Let it be");
        no.setMinWidth(Region.USE_PREF_SIZE);
        no.setOnAction(_ -> bulk.drop());
        Nodes.named(no, id + ".bulk.drop", "Let it be");
        var buttons = new HBox(8, reason, no, yes);
        buttons.setAlignment(Pos.CENTER_LEFT);
        var sheet = new VBox(6, title, said, buttons);
        sheet.getStyleClass().add("side-card");
        sheet.setId(id + ".bulk");
        bulk.stageProperty()
                .subscribe(
                        stage -> {
                            Nodes.present(sheet, !(stage instanceof BulkViewModel.Stage.Off));
                            boolean told =
                                    stage instanceof BulkViewModel.Stage.Told now
                                            && now.preview().total() > 0;
                            Nodes.present(yes, told);
                            Nodes.present(reason, told);
                            title.setText(title(stage));
                            said.setText(said(stage));
                            if (told) {
                                // The harmless choice is the one that Enter takes.
                                no.requestFocus();
                            }
                        });
        return sheet;
    }

    private static String title(BulkViewModel.Stage stage) {
        return switch (stage) {
            case BulkViewModel.Stage.Off() -> "";
            case BulkViewModel.Stage.Asking(var what) -> capital(what);
            case BulkViewModel.Stage.Told(var what, var action, _) ->
                    words(action) + " " + what + "?";
            case BulkViewModel.Stage.Failed(_) -> "Not done";
        };
    }

    private static String said(BulkViewModel.Stage stage) {
        return switch (stage) {
            case BulkViewModel.Stage.Off() -> "";
            case BulkViewModel.Stage.Asking(_) -> "The gateway is asked…";
            case BulkViewModel.Stage.Told(_, _, var preview) -> said(preview);
            case BulkViewModel.Stage.Failed(var sentence) -> sentence;
        };
    }

    static String said(JobPreview preview) {
        if (preview.total() == 0) {
            return "Nothing matches by now.";
        }
        var lines = new StringBuilder();
        lines.append(preview.total() == 1 ? "1 item" : preview.total() + " items");
        lines.append(
                preview.tenants().entrySet().stream()
                        .sorted(java.util.Map.Entry.comparingByKey())
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ", " (", ")")));
        preview.causes().stream()
                .limit(4)
                .forEach(
                        each ->
                                lines.append("\n· ")
                                        .append(each.items())
                                        .append(" × ")
                                        .append(each.name()));
        if (preview.causes().size() > 4) {
            lines.append("\n· and ").append(preview.causes().size() - 4).append(" more causes");
        }
        if (!preview.looked().isEmpty()) {
            var kinds =
                    preview.looked().stream()
                            .collect(
                                    Collectors.groupingBy(
                                            each -> each.preview().kind(),
                                            java.util.TreeMap::new,
                                            Collectors.counting()));
            lines.append("\nOf ").append(preview.looked().size()).append(" looked at: ");
            lines.append(
                    kinds.entrySet().stream()
                            .map(each -> each.getValue() + " " + words(each.getKey()))
                            .collect(Collectors.joining(", ")));
            lines.append(".\nSuch as: ").append(preview.looked().getFirst().preview().sentence());
        }
        return lines.toString();
    }

    private static String words(drawbridge.opsapi.PreviewKind kind) {
        return switch (kind) {
            case WRITES -> "would be written";
            case SETTLES -> "would be over without a write";
            case PARKS -> "would wait for a person again";
            case WAITS -> "would wait by themselves";
            case OTHER -> "cannot be told by this console";
        };
    }

    private static String capital(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    static Label mark(boolean is) {
        var label = new Label();
        label.setGraphic(Nodes.icon(is ? Feather.CHECK_SQUARE : Feather.SQUARE));
        label.getStyleClass().add(is ? "marked" : "unmarked");
        return label;
    }
}
