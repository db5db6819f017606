package drawbridge.console.jobs;

import atlantafx.base.theme.Styles;

import drawbridge.console.backfill.BackfillWords;
import drawbridge.console.client.BackfillAct;
import drawbridge.console.shell.Ages;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.Tables;
import drawbridge.opsapi.Backfill;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.List;

/// The backfills above the jobs; nothing at all where there are none.
final class BackfillsPart {

    private static final double HEIGHT = 150;

    private final BackfillsViewModel model;

    /// True while the selection is moved to where the view model has it, and not by a person.
    private boolean following;

    private BackfillsPart(BackfillsViewModel model) {
        this.model = model;
    }

    static Node of(BackfillsViewModel model) {
        return new BackfillsPart(model).build();
    }

    private Node build() {
        var title = new Label("Backfills");
        title.getStyleClass().add(Styles.TEXT_BOLD);
        var table = table();
        table.setPrefHeight(HEIGHT);
        table.setMinHeight(HEIGHT);
        var part = new VBox(6, title, table, steering());
        part.setStyle("-fx-padding: 0 0 10px 0;");
        part.setId("backfills");
        part.setVisible(!model.backfills().isEmpty());
        part.setManaged(part.isVisible());
        model.backfills()
                .addListener(
                        (ListChangeListener<Backfill>)
                                _ -> {
                                    part.setVisible(!model.backfills().isEmpty());
                                    part.setManaged(part.isVisible());
                                });
        return part;
    }

    private TableView<Backfill> table() {
        var table = Tables.<Backfill>dense("backfills.list", "Backfills");
        table.getColumns().add(Tables.text("What", 200, BackfillWords::what));
        table.getColumns().add(Tables.text("Tenant", 80, Backfill::tenant));
        table.getColumns().add(Tables.text("By", 90, Backfill::by));
        table.getColumns()
                .add(
                        Tables.text(
                                "Asked",
                                80,
                                one -> Ages.clock(one.askedAt()),
                                one -> Ages.exact(one.askedAt())));
        table.getColumns()
                .add(
                        Tables.node(
                                "Progress",
                                110,
                                BackfillsPart::bar,
                                one -> Double.toString(BackfillWords.share(one))));
        table.getColumns().add(Tables.text("Sent", 110, BackfillsPart::sent));
        table.getColumns().add(Tables.text("Rate", 60, BackfillsPart::rate));
        table.getColumns().add(Tables.text("Left", 90, BackfillsPart::left));
        table.getColumns().add(Tables.text("State", 80, one -> one.state().word()));
        table.setItems(model.backfills());
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (_, _, one) -> {
                            if (one != null && !following) {
                                model.select(one);
                            }
                        });
        model.selectedProperty()
                .subscribe(
                        chosen -> {
                            following = true;
                            chosen.ifPresent(one -> table.getSelectionModel().select(one));
                            following = false;
                        });
        return table;
    }

    private static Node bar(Backfill one) {
        var bar = new ProgressBar(BackfillWords.share(one));
        bar.setPrefWidth(90);
        bar.setFocusTraversable(false);
        return bar;
    }

    private static String sent(Backfill one) {
        return one.sent() + " of " + one.marked() + (one.marking() ? "…" : "");
    }

    private static String rate(Backfill one) {
        return one.speed() <= 0 ? "" : Math.round(one.speed()) + "/s";
    }

    private static String left(Backfill one) {
        Long seconds = one.remainingSeconds();
        return seconds == null || one.state().ended() ? "" : BackfillWords.lasting(seconds);
    }

    private Node steering() {
        var said = Nodes.wrapped("");
        said.setId("backfills.said");
        model.selectedProperty()
                .subscribe(chosen -> said.setText(chosen.map(BackfillsPart::sentence).orElse("")));
        HBox.setHgrow(said, Priority.ALWAYS);
        var line =
                new HBox(
                        10,
                        said,
                        button("Pause", Feather.PAUSE, BackfillAct.PAUSE),
                        button("Go on", Feather.PLAY, BackfillAct.RESUME),
                        button("Leave the rest undone", Feather.X_CIRCLE, BackfillAct.CANCEL));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static String sentence(Backfill one) {
        List<String> lacks = BackfillWords.lacks(one);
        return BackfillWords.line(one)
                + "."
                + (lacks.isEmpty() ? "" : " " + String.join(" ", lacks));
    }

    private Button button(String words, Feather icon, BackfillAct act) {
        var button = new Button(words, Nodes.icon(icon));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setId("backfills." + act.name().toLowerCase(java.util.Locale.ROOT));
        button.disableProperty().bind(model.whyNotProperty(act).isNotEmpty());
        button.accessibleTextProperty()
                .bind(
                        model.whyNotProperty(act)
                                .map(
                                        why ->
                                                why.isEmpty()
                                                        ? words
                                                        : words + ", not possible: " + why));
        button.setOnAction(_ -> model.act(act));
        return button;
    }
}
