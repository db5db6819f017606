package drawbridge.console.shell;

import atlantafx.base.theme.Styles;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// Dense tables whose cells show text, and say the whole of it on hover.
public final class Tables {

    /// As the style sheet has it.
    private static final double TITLE_SIZE = 12;

    /// On both sides of a title.
    private static final double TITLE_ROOM = 18;

    private Tables() {}

    /// A dense table; `j` and `k` move as the arrows do.
    public static <R> TableView<R> dense(String id, String words) {
        var table = new TableView<R>();
        table.getStyleClass().addAll(Styles.DENSE, Styles.BORDERED);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setPlaceholder(new Region());
        table.addEventHandler(KeyEvent.KEY_PRESSED, key -> move(table, key));
        return Nodes.named(table, id, words);
    }

    /// A column of text; the second function gives what is said on hover.
    public static <R> TableColumn<R, String> text(
            String title, double width, Function<R, String> text, Function<R, String> whole) {
        var column = new TableColumn<R, String>(title);
        column.setPrefWidth(width);
        column.setMinWidth(Math.max(Math.min(width, 48), whole(title)));
        column.setReorderable(false);
        column.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(text.apply(cell.getValue())));
        column.setCellFactory(_ -> new TextCell<>(whole));
        return column;
    }

    /// A column of text that hides nothing.
    public static <R> TableColumn<R, String> text(
            String title, double width, Function<R, String> text) {
        return text(title, width, text, text);
    }

    /// A column of whole numbers; zero stands back as a dash.
    public static <R> TableColumn<R, Long> number(
            String title, double width, Function<R, Long> value) {
        var column = new TableColumn<R, Long>(title);
        column.getStyleClass().add("number-column");
        column.setPrefWidth(width);
        column.setMinWidth(whole(title));
        column.setReorderable(false);
        column.setCellValueFactory(
                cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
        column.setCellFactory(_ -> new NumberCell<>());
        return column;
    }

    /// A column whose cells are small nodes; the text is what they are sorted by.
    public static <R> TableColumn<R, R> node(
            String title, double width, Function<R, Node> node, Function<R, String> text) {
        var column = new TableColumn<R, R>(title);
        column.setPrefWidth(width);
        column.setMinWidth(whole(title));
        column.setReorderable(false);
        column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
        column.setComparator((a, b) -> text.apply(a).compareTo(text.apply(b)));
        column.setCellFactory(_ -> new NodeCell<>(node));
        return column;
    }

    /// The width at which a title is not cut, however narrow the window is.
    private static double whole(String title) {
        var text = new Text(title);
        text.setFont(Font.font(null, FontWeight.BOLD, TITLE_SIZE));
        return Math.ceil(text.getLayoutBounds().getWidth()) + TITLE_ROOM;
    }

    private static <R> void move(TableView<R> table, KeyEvent key) {
        if (key.getCode() == KeyCode.J) {
            table.getSelectionModel().selectNext();
        } else if (key.getCode() == KeyCode.K) {
            table.getSelectionModel().selectPrevious();
        }
    }

    private static final class TextCell<R> extends TableCell<R, String> {

        private final Function<R, String> whole;
        private final Tooltip tooltip = new Tooltip();

        TextCell(Function<R, String> whole) {
            this.whole = whole;
        }

        @Override
        protected void updateItem(@Nullable String item, boolean empty) {
            super.updateItem(item, empty);
            R row = empty ? null : getTableRow().getItem();
            setText(row == null ? null : item);
            setTooltip(row == null ? null : tooltip);
            if (row != null) {
                tooltip.setText(whole.apply(row));
            }
        }
    }

    private static final class NumberCell<R> extends TableCell<R, Long> {

        NumberCell() {
            getStyleClass().add("number-cell");
        }

        @Override
        protected void updateItem(@Nullable Long item, boolean empty) {
            super.updateItem(item, empty);
            setText(empty || item == null ? null : item == 0 ? "–" : "%,d".formatted(item));
        }
    }

    private static final class NodeCell<R> extends TableCell<R, R> {

        private final Function<R, Node> node;

        NodeCell(Function<R, Node> node) {
            this.node = node;
        }

        @Override
        protected void updateItem(@Nullable R item, boolean empty) {
            super.updateItem(item, empty);
            setGraphic(empty || item == null ? null : node.apply(item));
        }
    }
}
