package drawbridge.console.parked;

import atlantafx.base.theme.Styles;

import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.LoadPane;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedKind;

import javafx.beans.binding.Bindings;
import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

import java.util.Map;
import java.util.function.Function;

/// A list on the left, the selected item on the right. The detail never takes the list's place.
public final class MasterDetail {

    /// How one kind of item is named and shown.
    ///
    /// @param id the beginning of the ids of its controls
    /// @param what the title of the column that says what is wrong
    /// @param wrong what is wrong with an item: in that column, and in the title of its detail
    /// @param divider how much of the width the list gets
    /// @param keys what the keys do while the list has the focus
    public record Look(
            String id,
            String title,
            Ikon icon,
            EmptyWords empty,
            String what,
            Function<Parked, String> wrong,
            double divider,
            Map<KeyCode, Runnable> keys) {}

    private MasterDetail() {}

    /// The screen.
    public static Node of(ParkedViewModel model, Workbench bench, Look look, VBox detail) {
        var table =
                new ParkedTable(model, bench, look.id() + ".list", look.title())
                        .build(look.what(), row -> look.wrong().apply(row.item()));
        table.addEventHandler(KeyEvent.KEY_PRESSED, key -> press(look, key));
        var more = new Button("Load more");
        more.getStyleClass().add(Styles.SMALL);
        more.setOnAction(_ -> model.loadMore());
        Nodes.named(more, look.id() + ".more", "Load more");
        model.moreProperty().subscribe(there -> Nodes.present(more, there));
        VBox.setVgrow(table, Priority.ALWAYS);
        var bulk = new BulkBar(model, look.id()).build(model.kind());
        var master = new VBox(6, bulk, table, more);
        master.setMinWidth(300);

        detail.getStyleClass().add("detail");
        // The button goes off once it is pressed; the keys of the list shall go on working.
        detail.addEventHandler(ActionEvent.ACTION, _ -> table.requestFocus());
        var scroll = new ScrollPane(detail);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.setMinWidth(280);
        scroll.getStyleClass().add("detail-scroll");
        Nodes.named(scroll, look.id() + ".detail", "Detail");

        var split = new SplitPane(master, scroll);
        split.setDividerPositions(look.divider());
        SplitPane.setResizableWithParent(scroll, true);
        var content =
                new LoadPane<>(
                        model.loadProperty(), bench.link(), split, look.icon(), look.empty());
        content.getStyleClass().add("dims");
        VBox.setVgrow(content, Priority.ALWAYS);
        var screen = new VBox(header(model, look), content);
        screen.getStyleClass().add("screen");
        screen.setId(look.id());
        screen.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.F5) {
                        model.reload();
                    }
                });
        return screen;
    }

    private static HBox header(ParkedViewModel model, Look look) {
        var title = new Label(look.title());
        title.getStyleClass().add("screen-title");
        var count = Nodes.muted("");
        count.setId(look.id() + ".count");
        count.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> count(model), model.rows(), model.moreProperty()));
        var reload =
                Nodes.iconOnly(
                        new Button(), Feather.REFRESH_CW, look.id() + ".reload", "Load again (F5)");
        reload.setOnAction(_ -> model.reload());
        var decided = new CheckBox("Decided ones");
        decided.setMinWidth(Region.USE_PREF_SIZE);
        decided.selectedProperty().bindBidirectional(model.decidedProperty());
        Nodes.named(decided, look.id() + ".decided", "Show the decided ones");
        Nodes.present(decided, model.kind() == ParkedKind.CONFLICT);
        var header = new HBox(10, title, count, Nodes.spring(), decided, reload);
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    private static String count(ParkedViewModel model) {
        long open = model.rows().stream().filter(row -> !row.progress().isOver()).count();
        return open == 0
                ? ""
                : open + (model.moreProperty().get() ? " shown, more to load" : " open");
    }

    private static void press(Look look, KeyEvent key) {
        Runnable work = look.keys().get(key.getCode());
        if (work != null && !key.isShortcutDown() && !key.isAltDown()) {
            work.run();
            key.consume();
        }
    }
}
