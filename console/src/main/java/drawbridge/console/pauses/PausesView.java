package drawbridge.console.pauses;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.EmptyWords;
import drawbridge.console.shell.LoadPane;
import drawbridge.console.shell.Nodes;
import drawbridge.console.shell.ScopeViewModel;
import drawbridge.console.shell.Tables;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Pause;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.Optional;

/// What stands still, and above it the fields by which something is paused.
public final class PausesView {

    private final PausesViewModel model;
    private final Workbench bench;

    private PausesView(PausesViewModel model, Workbench bench) {
        this.model = model;
        this.bench = bench;
    }

    /// The screen.
    public static Node of(PausesViewModel model, Workbench bench) {
        return new PausesView(model, bench).build();
    }

    private Node build() {
        var table = table();
        var pane =
                new LoadPane<>(
                        model.loadProperty(),
                        bench.link(),
                        table,
                        Feather.PLAY_CIRCLE,
                        new EmptyWords("Nothing is paused", "Every flow of every tenant goes on."));
        pane.getStyleClass().add("dims");
        VBox.setVgrow(pane, Priority.ALWAYS);
        var title = new Label("Pauses");
        title.getStyleClass().add("screen-title");
        var note =
                Nodes.wrapped(
                        "While something is paused its changes still come in, and wait. What is at"
                                + " hand is carried to its end.");
        note.getStyleClass().add("fact-name");
        var screen = new VBox(title, note, form(), resume(), pane);
        screen.getStyleClass().add("screen");
        screen.setId("pauses");
        screen.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.F5) {
                        model.reload();
                    }
                });
        return screen;
    }

    private TableView<Pause> table() {
        var table = Tables.<Pause>dense("pauses.list", "What stands still");
        table.getColumns().add(Tables.text("Tenant", 90, Pause::tenant));
        table.getColumns().add(Tables.text("Flow", 120, PausesView::flow));
        table.getColumns()
                .add(
                        Tables.text(
                                "Direction",
                                90,
                                pause -> PausesViewModel.Way.of(pause.direction()).toString()));
        table.getColumns().add(Tables.text("Paused by", 100, Pause::by));
        table.getColumns().add(Tables.text("Why", 200, p -> p.reason() == null ? "" : p.reason()));
        table.getColumns()
                .add(
                        Tables.text(
                                "For",
                                70,
                                p -> Ages.since(p.since(), bench.clock().instant()),
                                p -> "since " + Ages.exact(p.since())));
        table.getColumns().add(Tables.number("Waiting", 70, Pause::waiting));
        table.setItems(model.pauses());
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((_, _, row) -> model.selectedProperty().set(Optional.ofNullable(row)));
        table.addEventHandler(
                KeyEvent.KEY_PRESSED,
                key -> {
                    if (key.getCode() == KeyCode.R) {
                        model.resume();
                    }
                });
        return table;
    }

    private static String flow(Pause pause) {
        return pause.flow() == null ? "every flow" : pause.flow();
    }

    private Node form() {
        var tenant = new ComboBox<ScopeViewModel.Choice>();
        tenant.setItems(bench.scope().choices().filtered(choice -> !choice.isAll()));
        tenant.valueProperty().bindBidirectional(model.tenantProperty());
        tenant.setPromptText("Tenant");
        tenant.setPrefWidth(130);
        tenant.setMinWidth(110);
        Nodes.named(tenant, "pauses.tenant", "Tenant to pause");
        var flow = new TextField();
        flow.setPromptText("Flow (all)");
        flow.setPrefWidth(130);
        flow.textProperty().bindBidirectional(model.flowProperty());
        Nodes.named(flow, "pauses.flow", "Flow to pause; empty for all");
        var way = new ComboBox<>(FXCollections.observableArrayList(PausesViewModel.Way.values()));
        way.valueProperty().bindBidirectional(model.wayProperty());
        way.setMinWidth(120);
        Nodes.named(way, "pauses.way", "Direction to pause");
        var reason = new TextField();
        reason.setPromptText("Reason, shown to all who ask why");
        reason.textProperty().bindBidirectional(model.reasonProperty());
        HBox.setHgrow(reason, Priority.ALWAYS);
        Nodes.named(reason, "pauses.reason", "Reason, shown to all who ask why");
        var pause = button("pauses.pause", "Pause", Feather.PAUSE, model.whyNotPauseProperty());
        pause.setOnAction(_ -> model.pause());
        reason.setOnAction(_ -> model.pause());
        var form = new HBox(8, tenant, flow, way, reason, pause);
        form.setAlignment(Pos.CENTER_LEFT);
        form.getStyleClass().add("dims");
        return form;
    }

    private Node resume() {
        var resume =
                button(
                        "pauses.resume",
                        "Resume the selected",
                        Feather.PLAY,
                        model.whyNotResumeProperty());
        resume.setTooltip(new Tooltip("Resume the selected  (R)"));
        resume.setOnAction(_ -> model.resume());
        var whyNot = Nodes.muted("");
        whyNot.setId("pauses.why-not");
        whyNot.textProperty().bind(model.whyNotPauseProperty());
        var line = new HBox(10, resume, whyNot);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static Button button(
            String id, String words, Feather icon, ReadOnlyStringProperty whyNot) {
        var button = new Button(words, Nodes.icon(icon));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setId(id);
        button.disableProperty().bind(whyNot.isNotEmpty());
        button.accessibleTextProperty()
                .bind(whyNot.map(why -> why.isEmpty() ? words : words + ", not possible: " + why));
        return button;
    }
}
