package drawbridge.console.connection;

import atlantafx.base.theme.Styles;

import drawbridge.console.client.GatewayAddress;
import drawbridge.console.shell.Nodes;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

/// Two fields, two buttons, and how far the test got.
public final class ConnectionView {

    private final ConnectionViewModel model;
    private final VBox steps = new VBox(7);

    private ConnectionView(ConnectionViewModel model) {
        this.model = model;
    }

    /// The screen.
    public static Node of(ConnectionViewModel model) {
        return new ConnectionView(model).build();
    }

    private Node build() {
        var title = new Label("Connect to a gateway");
        title.getStyleClass().add("screen-title");
        var intro =
                Nodes.wrapped(
                        "The gateway prints the address of its ops port when it starts. A token"
                                + " decides what you may see and do.");
        intro.getStyleClass().add(Styles.TEXT_MUTED);
        var card = new VBox(title, intro, address(), token(), buttons(), problem(), steps);
        card.getStyleClass().addAll("card", "connect-card");
        model.steps().addListener((ListChangeListener<StepRow>) _ -> showSteps());
        showSteps();
        var centre = new StackPane(card);
        centre.setAlignment(Pos.TOP_CENTER);
        centre.getStyleClass().add("screen");
        var scroll = new ScrollPane(centre);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("detail-scroll");
        return Nodes.named(scroll, "connection", "Connection");
    }

    private VBox address() {
        var field = new TextField();
        field.setPromptText(GatewayAddress.USUAL);
        field.textProperty().bindBidirectional(model.addressProperty());
        field.setOnAction(_ -> model.connect());
        return labelled("Address", field, "connection.address");
    }

    private VBox token() {
        var field = new PasswordField();
        field.setPromptText("Paste the token");
        field.textProperty().bindBidirectional(model.tokenProperty());
        field.setOnAction(_ -> model.connect());
        var box = labelled("Token", field, "connection.token");
        var note =
                Nodes.muted("Kept in memory until the console is closed; never written to disk.");
        note.getStyleClass().add("tile-note");
        box.getChildren().add(note);
        return box;
    }

    private static VBox labelled(String words, TextField field, String id) {
        var label = new Label(words);
        label.setLabelFor(field);
        Nodes.named(field, id, words);
        return new VBox(4, label, field);
    }

    private HBox buttons() {
        var connect = new Button("Connect", Nodes.icon(Feather.LOG_IN));
        connect.getStyleClass().add(Styles.ACCENT);
        connect.setDefaultButton(true);
        connect.setOnAction(_ -> model.connect());
        Nodes.named(connect, "connection.connect", "Connect");
        var test = new Button("Test");
        test.setOnAction(_ -> model.test());
        Nodes.named(test, "connection.test", "Test the connection");
        var cancel = new Button("Cancel");
        cancel.setOnAction(_ -> model.cancel());
        Nodes.named(cancel, "connection.cancel", "Cancel the test");
        connect.disableProperty().bind(model.busyProperty());
        test.disableProperty().bind(model.busyProperty());
        model.busyProperty().subscribe(busy -> Nodes.present(cancel, busy));
        return new HBox(8, connect, test, cancel);
    }

    private HBox problem() {
        var sentence = Nodes.wrapped("");
        sentence.setId("connection.problem");
        sentence.textProperty().bind(model.problemProperty());
        var box = new HBox(9, Nodes.icon(Feather.ALERT_TRIANGLE), sentence);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("problem");
        model.problemProperty().subscribe(text -> Nodes.present(box, !text.isEmpty()));
        return box;
    }

    private void showSteps() {
        steps.getChildren().setAll(model.steps().stream().map(ConnectionView::line).toList());
        Nodes.present(steps, !model.steps().isEmpty());
    }

    private static HBox line(StepRow row) {
        Feather icon =
                switch (row.standing()) {
                    case AHEAD -> Feather.CIRCLE;
                    case RUNNING -> Feather.LOADER;
                    case WELL -> Feather.CHECK_CIRCLE;
                    case BADLY -> Feather.X_CIRCLE;
                };
        String style =
                switch (row.standing()) {
                    case AHEAD -> "step-ahead";
                    case RUNNING -> "step-running";
                    case WELL -> "step-well";
                    case BADLY -> "step-badly";
                };
        var name = new Label(row.step().words());
        name.setMinWidth(150);
        // What went badly is said at length above the steps.
        boolean said = row.standing() == StepRow.Standing.BADLY;
        var line = new HBox(9, Nodes.icon(icon), name, Nodes.muted(said ? "" : row.sentence()));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().addAll("step", style);
        return line;
    }
}
