package drawbridge.console.shell;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.List;

/// The places on the left, each with how many things wait there.
final class RailView extends VBox {

    RailView(ShellViewModel model, List<Screen> screens) {
        getStyleClass().add("rail");
        getChildren().add(brand());
        var group = new ToggleGroup();
        for (int i = 0; i < screens.size(); i++) {
            getChildren().add(place(model, screens.get(i), group, i + 1));
        }
        var spring = new Region();
        VBox.setVgrow(spring, Priority.ALWAYS);
        getChildren().add(spring);
    }

    private static HBox brand() {
        var brand = new HBox(8, Nodes.icon(Feather.GIT_PULL_REQUEST), new Label("Drawbridge"));
        brand.getStyleClass().add("brand");
        brand.setAlignment(Pos.CENTER_LEFT);
        return brand;
    }

    private static ToggleButton place(
            ShellViewModel model, Screen screen, ToggleGroup group, int number) {
        var badge = new Label();
        badge.getStyleClass().add("badge");
        badge.textProperty()
                .bind(Bindings.createStringBinding(() -> count(screen), screen.badge()));
        badge.setMinWidth(Region.USE_PREF_SIZE);
        badge.visibleProperty().bind(badge.textProperty().isNotEmpty());
        badge.managedProperty().bind(badge.visibleProperty());
        var title = new Label(screen.title());
        title.setMinWidth(Region.USE_PREF_SIZE);
        var line = new HBox(9, Nodes.icon(screen.icon()), title, Nodes.spring(), badge);
        line.setAlignment(Pos.CENTER_LEFT);

        var place = new ToggleButton();
        place.setGraphic(line);
        place.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        place.setMaxWidth(Double.MAX_VALUE);
        place.getStyleClass().add("place");
        place.setToggleGroup(group);
        place.setTooltip(new Tooltip(screen.title() + "  (Ctrl+" + number + ")"));
        place.setId("rail." + screen.id());
        place.accessibleTextProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> (screen.title() + " " + count(screen)).strip(),
                                screen.badge()));
        line.prefWidthProperty().bind(place.widthProperty().subtract(24));
        place.setOnAction(_ -> model.open(screen.id()));
        model.placeProperty().subscribe(now -> place.setSelected(screen.id().equals(now)));
        return place;
    }

    private static String count(Screen screen) {
        long count = screen.badge().getValue().longValue();
        return count <= 0 ? "" : count > 999 ? "999+" : Long.toString(count);
    }
}
