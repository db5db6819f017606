package drawbridge.console;

import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Region;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Finds words and fields that reach out of one of the boxes that they stand in: there they are
/// clipped, or lie over or under something else. What a person can scroll to is in sight; columns
/// of tables may be narrow.
final class OutOfSight {

    /// Borders are drawn on the half pixel.
    private static final double TOLERANCE = 1.5;

    private final List<String> found = new ArrayList<>();

    private OutOfSight() {}

    static List<String> of(Parent root) {
        var search = new OutOfSight();
        search.look(root);
        return search.found;
    }

    private void look(Node node) {
        if (!node.isVisible() || node instanceof TableView) {
            return;
        }
        if (hasWords(node)) {
            measure(node);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::look);
        }
    }

    private static boolean hasWords(Node node) {
        return node instanceof TextInputControl
                || node instanceof ComboBoxBase
                || (node instanceof Labeled labeled
                        && labeled.getText() != null
                        && !labeled.getText().isBlank());
    }

    private void measure(Node node) {
        Bounds here = node.localToScene(node.getLayoutBounds());
        for (Node box = node.getParent(); box != null; box = box.getParent()) {
            Bounds room = box.localToScene(box.getLayoutBounds());
            if (canBeScrolledIn(box)) {
                here = within(room, here);
                if (here.getHeight() <= 0) {
                    return;
                }
            }
            if (box instanceof Region && !holds(room, here)) {
                found.add("%s reaches out of %s: %s in %s".formatted(node, box, here, room));
                return;
            }
        }
    }

    /// The viewport of a scroll pane, or the box of its size that holds the content.
    private static boolean canBeScrolledIn(Node box) {
        for (Node outer = box.getParent(); outer != null; outer = outer.getParent()) {
            if (outer instanceof ScrollPane pane) {
                return pane.getVbarPolicy() != ScrollPane.ScrollBarPolicy.NEVER
                        && isWithin(pane.getContent().getParent(), box);
            }
        }
        return false;
    }

    private static boolean isWithin(@Nullable Node node, Node box) {
        return node != null && (node.equals(box) || isWithin(node.getParent(), box));
    }

    /// The part of it that is not scrolled away.
    private static Bounds within(Bounds room, Bounds here) {
        double top = Math.max(here.getMinY(), room.getMinY());
        double bottom = Math.min(here.getMaxY(), room.getMaxY());
        return new BoundingBox(here.getMinX(), top, here.getWidth(), Math.max(0, bottom - top));
    }

    private static boolean holds(Bounds room, Bounds here) {
        return here.getMinX() >= room.getMinX() - TOLERANCE
                && here.getMaxX() <= room.getMaxX() + TOLERANCE
                && here.getMinY() >= room.getMinY() - TOLERANCE
                && here.getMaxY() <= room.getMaxY() + TOLERANCE;
    }
}
