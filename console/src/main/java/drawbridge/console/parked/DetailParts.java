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

import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// The detail of an item: what every kind says of it in the same places, and the pieces for the
/// rest.
public final class DetailParts {

    private final ParkedViewModel model;
    private final Workbench bench;
    private final MasterDetail.Look look;

    public DetailParts(ParkedViewModel model, Workbench bench, MasterDetail.Look look) {
        this.model = model;
        this.bench = bench;
        this.look = look;
    }

    /// The whole detail.
    ///
    /// @param said why the item waits
    /// @param own what its kind shows and offers
    /// @param firsts the actions of which an item has one; if that one is off it is said why
    /// @param rest what its kind shows below the facts
    public VBox detail(Node said, List<Node> own, List<ParkedAction> firsts, List<Node> rest) {
        var title = words("detail.title", this::title);
        title.getStyleClass().add("detail-title");
        var box = new VBox(title, said, progress());
        box.getChildren().addAll(own);
        box.getChildren().addAll(whyNot(firsts), reason());
        box.getChildren().addAll(section("Facts", facts()));
        box.getChildren().addAll(rest);
        return box;
    }

    private String title(Parked item) {
        return ParkedRow.recordName(item) + " · " + look.wrong().apply(item);
    }

    /// Why the item waits, in the gateway's words.
    public Label sentence() {
        return words("detail.sentence", Parked::sentence);
    }

    /// A button for an action on the item.
    ///
    /// @param key the key that does the same in the list
    public ActionButton button(
            String id, ParkedAction action, String words, String key, Ikon ikon) {
        var button = new ActionButton(model, action, words, key, ikon);
        button.setId(look.id() + "." + id);
        return button;
    }

    /// Words about the selected item, kept up to date.
    public Label words(String id, Function<Parked, String> text) {
        var label = Nodes.wrapped("");
        label.setId(look.id() + "." + id);
        model.selectedProperty()
                .subscribe(row -> label.setText(row.map(r -> text.apply(r.item())).orElse("")));
        return label;
    }

    /// How far an action has come, as a sentence; away while nothing was asked for.
    private Node progress() {
        var sentence = Nodes.wrapped("");
        sentence.setId(look.id() + ".progress");
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
    private Node reason() {
        var field = new TextField();
        field.setPromptText("Reason, for the history (may stay empty)");
        field.textProperty().bindBidirectional(model.reasonProperty());
        return Nodes.named(field, look.id() + ".reason", "Reason, for the history");
    }

    /// Why these actions are off; away while one of them is possible.
    private Node whyNot(List<ParkedAction> firsts) {
        var why =
                Bindings.createStringBinding(
                        () -> model.desk().whyNotProperty(first(firsts)).get(),
                        Stream.concat(
                                        Stream.of(model.selectedProperty()),
                                        firsts.stream().map(model.desk()::whyNotProperty))
                                .toArray(Observable[]::new));
        var sentence = Nodes.wrapped("");
        sentence.setId(look.id() + ".why-not");
        sentence.getStyleClass().add("why-not");
        sentence.textProperty().bind(why);
        var line = new HBox(7, Nodes.icon(Feather.LOCK), sentence);
        line.setAlignment(Pos.CENTER_LEFT);
        why.subscribe(text -> Nodes.present(line, !text.isEmpty()));
        return line;
    }

    /// The one that the selected item has.
    private ParkedAction first(List<ParkedAction> firsts) {
        return firsts.stream()
                .filter(
                        action ->
                                model.selectedProperty()
                                        .get()
                                        .filter(row -> row.item().actions().contains(action))
                                        .isPresent())
                .findFirst()
                .orElse(firsts.getFirst());
    }

    /// What is known of the item, as names and values.
    private Node facts() {
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
            at.getStyleClass().add("fact-value");
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
        fact(grid, "Flow", item.flow().isEmpty() ? "none yet" : item.flow());
        fact(grid, "Tenant", item.tenant());
        fact(grid, "Acme's record", or(item.acme(), "none yet"));
        fact(grid, "The app's record", or(item.app(), "none yet"));
        fact(grid, "Parked", Ages.exact(item.parkedAt()));
        if (item.tries() > 0 && item.lastTriedAt() != null) {
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
