package drawbridge.console.conflicts;

import javafx.scene.Node;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

import java.util.List;

/// Four cards in one row; where that would break words in the middle, in two rows, with what
/// differs above and what both agreed on and will hold below.
final class SideBySide extends GridPane {

    /// A date and a time zone fit into a quarter of it.
    private static final double ROOM_FOR_FOUR = 560;

    private final Node base;
    private final Node acme;
    private final Node app;
    private final Node result;

    SideBySide(Node base, Node acme, Node app, Node result) {
        super(6, 6);
        this.base = base;
        this.acme = acme;
        this.app = app;
        this.result = result;
        setMinWidth(0);
        getChildren().addAll(base, acme, app, result);
        widthProperty().map(width -> width.doubleValue() >= ROOM_FOR_FOUR).subscribe(this::arrange);
    }

    private void arrange(boolean four) {
        if (four) {
            place(List.of(base, acme, app, result), 4);
        } else {
            place(List.of(acme, app, base, result), 2);
        }
    }

    private void place(List<Node> cards, int columns) {
        getColumnConstraints().clear();
        for (int column = 0; column < columns; column++) {
            var share = new ColumnConstraints();
            share.setPercentWidth(100.0 / columns);
            getColumnConstraints().add(share);
        }
        for (int i = 0; i < cards.size(); i++) {
            setConstraints(cards.get(i), i % columns, i / columns);
        }
    }
}
