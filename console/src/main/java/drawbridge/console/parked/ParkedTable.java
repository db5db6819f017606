package drawbridge.console.parked;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.Tables;
import drawbridge.console.shell.Workbench;

import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// The list: sortable, and with the selection where the view model has it.
final class ParkedTable {

    private final ParkedViewModel model;
    private final Workbench bench;
    private final TableView<ParkedRow> table;

    /// True while the selection is moved to where the view model has it, and not by a person.
    private boolean following;

    ParkedTable(ParkedViewModel model, Workbench bench, String id, String words) {
        this.model = model;
        this.bench = bench;
        this.table = Tables.dense(id, words);
    }

    /// @param what the title of the column that says what is wrong
    TableView<ParkedRow> build(String what, Function<ParkedRow, String> wrong) {
        table.getColumns().add(marks());
        table.getColumns()
                .add(
                        atLeast(
                                106,
                                Tables.text(
                                        "Record", 130, ParkedRow::recordName, ParkedTable::ids)));
        table.getColumns().add(Tables.text(what, 104, wrong, r -> r.item().sentence()));
        table.getColumns().add(atLeast(72, Tables.text("Tenant", 74, r -> r.item().tenant())));
        table.getColumns().add(age());
        table.getColumns()
                .add(
                        atLeast(
                                64,
                                Tables.<ParkedRow>node(
                                        "Status",
                                        68,
                                        row -> new StatusLabel(row.progress()),
                                        row -> Words.status(row.progress()))));
        var sorted = new SortedList<>(model.rows());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.setRowFactory(_ -> new Row());
        table.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> chosen(row));
        model.selectedProperty().subscribe(this::follow);
        sorted.addListener(
                (ListChangeListener<ParkedRow>) _ -> follow(model.selectedProperty().get()));
        return table;
    }

    /// What is short is never cut.
    private static <C extends TableColumn<ParkedRow, ?>> C atLeast(double width, C column) {
        column.setMinWidth(width);
        return column;
    }

    /// A click on the mark, or X on the line, turns it.
    private TableColumn<ParkedRow, ParkedRow> marks() {
        var column =
                Tables.<ParkedRow>node(
                        "",
                        30,
                        row -> {
                            var mark = BulkBar.mark(model.bulk().marked().contains(row.key()));
                            mark.setOnMouseClicked(_ -> model.bulk().mark(row));
                            return mark;
                        },
                        row -> model.bulk().marked().contains(row.key()) ? "0" : "1");
        column.setMinWidth(30);
        column.setMaxWidth(30);
        model.bulk().marked().addListener((SetChangeListener<ParkedRow.Key>) _ -> table.refresh());
        table.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.X && !key.isShortcutDown()) {
                        model.mark();
                        table.getSelectionModel().selectNext();
                    }
                });
        return column;
    }

    private TableColumn<ParkedRow, String> age() {
        var column =
                Tables.<ParkedRow>text(
                        "Age",
                        60,
                        row -> Ages.since(row.item().parkedAt(), bench.clock().instant()),
                        row -> "parked " + Ages.exact(row.item().parkedAt()));
        column.setMinWidth(60);
        column.setSortable(false); // it would sort "9 s" behind "41 min"
        var _ = bench.pulse().every(Duration.ofSeconds(10), table::refresh);
        return column;
    }

    private static String ids(ParkedRow row) {
        var item = row.item();
        return "acme: %s\napp: %s\nitem: %s"
                .formatted(
                        item.acme() == null ? "none" : item.acme(),
                        item.app() == null ? "none" : item.app(),
                        item.id());
    }

    private void chosen(@Nullable ParkedRow row) {
        if (row != null && !following) {
            model.select(row);
        }
    }

    private void follow(Optional<ParkedRow> selected) {
        following = true;
        selected.ifPresentOrElse(
                row -> {
                    int at = table.getItems().indexOf(row);
                    if (at >= 0 && table.getSelectionModel().getSelectedIndex() != at) {
                        table.getSelectionModel().clearAndSelect(at);
                        table.getFocusModel().focus(at);
                    }
                },
                () -> table.getSelectionModel().clearSelection());
        following = false;
    }

    private static final class Row extends TableRow<ParkedRow> {
        @Override
        protected void updateItem(@Nullable ParkedRow row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().remove("row-over");
            if (row != null && !empty && row.progress().isOver()) {
                getStyleClass().add("row-over");
            }
        }
    }
}
