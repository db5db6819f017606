package drawbridge.console.shell;

import atlantafx.base.theme.Styles;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// The small pieces that every view is built of, with the names that tests and screen readers need.
public final class Nodes {

    private Nodes() {}

    /// Gives a control its id and the words that a screen reader says.
    @CanIgnoreReturnValue
    public static <N extends Node> N named(N node, String id, String words) {
        node.setId(id);
        node.setAccessibleText(words);
        return node;
    }

    /// An icon of the console's set.
    public static FontIcon icon(Ikon ikon) {
        return new FontIcon(ikon);
    }

    /// Words that stand back.
    public static Label muted(String text) {
        var label = new Label(text);
        label.getStyleClass().add(Styles.TEXT_MUTED);
        return label;
    }

    /// Words that may run over several lines.
    public static Label wrapped(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /// Takes what room is left.
    public static Region spring() {
        var region = new Region();
        HBox.setHgrow(region, Priority.ALWAYS);
        return region;
    }

    /// A button that shows an icon alone; the words are its tooltip.
    public static <B extends ButtonBase> B iconOnly(B button, Ikon ikon, String id, String words) {
        button.setGraphic(icon(ikon));
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(words));
        return named(button, id, words);
    }

    /// Shows the node or takes it out of the layout.
    public static void present(Node node, boolean present) {
        node.setVisible(present);
        node.setManaged(present);
    }
}
