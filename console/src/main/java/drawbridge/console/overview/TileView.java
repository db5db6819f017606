package drawbridge.console.overview;

import drawbridge.console.shell.Nodes;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;

/// One tile: a number, its trend, and a way to what is behind it.
final class TileView extends Button {

    TileView(String id, String title, Ikon ikon, String leadsTo, TileViewModel model, Runnable go) {
        getStyleClass().setAll("tile");
        setId(id);
        setTooltip(new Tooltip(leadsTo));
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setMaxWidth(Double.MAX_VALUE);
        setMinWidth(0);
        setPrefWidth(160);
        HBox.setHgrow(this, Priority.ALWAYS);
        setOnAction(_ -> go.run());

        var name = new Label(title);
        name.getStyleClass().add("tile-title");
        var icon = Nodes.icon(ikon);
        icon.getStyleClass().add("tile-icon");
        var top = new HBox(6, name, Nodes.spring(), icon);
        top.setAlignment(Pos.CENTER_LEFT);
        var value = new Label();
        value.getStyleClass().add("tile-value");
        value.textProperty().bind(model.valueProperty());
        var note = new Label();
        note.getStyleClass().add("tile-note");
        note.textProperty().bind(model.noteProperty());
        var trend = new Sparkline();
        model.trendProperty().subscribe(trend::show);
        var box = new VBox(2, top, value, trend, note);
        box.prefWidthProperty().bind(widthProperty().subtract(24));
        setGraphic(box);
        accessibleTextProperty()
                .bind(model.valueProperty().map(v -> title + ": " + v + ". " + leadsTo));
        model.toneProperty().subscribe(this::paint);
    }

    private void paint(Tone tone) {
        getStyleClass().removeAll("watch", "hurt");
        switch (tone) {
            case CALM -> {}
            case WATCH -> getStyleClass().add("watch");
            case HURT -> getStyleClass().add("hurt");
        }
    }
}
