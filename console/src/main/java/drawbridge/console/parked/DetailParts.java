package drawbridge.console.parked;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.LoadPane;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The pieces that the details of conflicts and of dead letters share.
public final class DetailParts {

    private final ParkedViewModel model;
    private final Workbench bench;

    public DetailParts(ParkedViewModel model, Workbench bench) {
        this.model = model;
        this.bench = bench;
    }

    /// Words about the selected item, kept up to date.
    public Label words(String id, Function<Parked, String> text) {
        var label = Nodes.wrapped("");
        label.setId(id);
        model.selectedProperty()
                .subscribe(row -> label.setText(row.map(r -> text.apply(r.item())).orElse("")));
        return label;
    }

    /// How far an action has come, as a sentence; away while nothing was asked for.
    public Node progress(String id) {
        var sentence = Nodes.wrapped("");
        sentence.setId(id);
        var icon = new FontIcon(Feather.CIRCLE);
        var line = new HBox(9, icon, sentence);
        line.setAlignment(Pos.CENTER_LEFT);
        model.selectedProperty()
                .subscribe(
                        row -> {
                            Progress now = row.map(ParkedRow::progress).orElse(new Progress.None());
                            sentence.setText(Words.sentence(now));
                            icon.setIconCode(StatusLabel.icon(now));
                            line.getStyleClass().setAll("progress-line", StatusLabel.style(now));
                            Nodes.present(line, !sentence.getText().isEmpty());
                        });
        return line;
    }

    /// Where the person says why.
    public Node reason(String id) {
        var field = new TextField();
        field.setPromptText("Reason, for the history (may stay empty)");
        field.textProperty().bindBidirectional(model.reasonProperty());
        return Nodes.named(field, id, "Reason, for the history");
    }

    /// Why these actions are off; away while one of them is possible.
    public Node whyNot(String id, ParkedAction first) {
        ReadOnlyStringProperty why = model.desk().whyNotProperty(first);
        var sentence = Nodes.wrapped("");
        sentence.setId(id);
        sentence.getStyleClass().add("why-not");
        sentence.textProperty().bind(why);
        var line = new HBox(7, Nodes.icon(Feather.LOCK), sentence);
        line.setAlignment(Pos.CENTER_LEFT);
        why.subscribe(text -> Nodes.present(line, !text.isEmpty()));
        return line;
    }

    /// What is known of the item, as names and values.
    public Node facts() {
        var grid = new GridPane(10, 3);
        model.selectedProperty()
                .subscribe(
                        row -> {
                            grid.getChildren().clear();
                            row.ifPresent(r -> facts(grid, r.item()));
                        });
        return grid;
    }

    /// Something that needs the whole detail of the item.
    public Node loaded(BiFunction<ParkedDetail, Workbench, Node> content) {
        var holder = new VBox();
        model.detailProperty()
                .subscribe(
                        load -> {
                            if (load instanceof Load.Ready(var detail)) {
                                holder.getChildren().setAll(content.apply(detail, bench));
                            }
                        });
        return new LoadPane<>(
                model.detailProperty(),
                bench.link(),
                holder,
                Feather.FILE_TEXT,
                new EmptyWords("Nothing is selected", "Select a line on the left."));
    }

    /// What happened to the item, the latest first.
    public static Node history(ParkedDetail detail, Workbench bench) {
        var lines = new VBox(5);
        for (var line : detail.history().reversed()) {
            String why = line.why() == null ? "" : ": " + line.why();
            var at = Nodes.muted(Ages.clock(line.at()));
            at.setMinWidth(64);
            var said = Nodes.wrapped(line.who() + " · " + line.what() + why);
            said.getStyleClass().add("fact-value");
            lines.getChildren().add(new HBox(8, at, said));
        }
        if (lines.getChildren().isEmpty()) {
            lines.getChildren().add(Nodes.muted("Nothing has been done yet."));
        }
        return lines;
    }

    private void facts(GridPane grid, Parked item) {
        fact(grid, "Flow", item.flow());
        fact(grid, "Tenant", item.tenant());
        fact(grid, "Acme's record", or(item.acme(), "none yet"));
        fact(grid, "The app's record", or(item.app(), "none yet"));
        fact(grid, "Parked", Ages.exact(item.parkedAt()));
        if (item.lastTriedAt() != null) {
            String last = "%d, the last %s".formatted(item.tries(), Ages.exact(item.lastTriedAt()));
            fact(grid, "Tries", last);
        }
        fact(grid, "Cause", item.reason());
        fact(grid, "Mapping", item.mappingVersion());
    }

    private static void fact(GridPane grid, String name, String value) {
        var title = new Label(name);
        title.getStyleClass().add("fact-name");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var text = Nodes.wrapped(value);
        text.getStyleClass().add("fact-value");
        grid.addRow(grid.getRowCount(), title, text);
    }

    private static String or(@Nullable Object value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }

    /// A title above a part.
    public static List<Node> section(String title, Node part) {
        var label = new Label(title);
        label.getStyleClass().add("section-title");
        return List.of(label, part);
    }
}
