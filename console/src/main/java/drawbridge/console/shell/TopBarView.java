package drawbridge.console.shell;

import atlantafx.base.theme.Styles;

import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Where we are connected to, what we look at, and whether the connection lives.
final class TopBarView extends HBox {

    private final Label pill = new Label();
    private final FontIcon pillIcon = new FontIcon(Feather.WIFI_OFF);

    TopBarView(ShellViewModel model, Workbench bench, BooleanProperty dark) {
        super(10);
        getStyleClass().add("top-bar");
        setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        gateway(model),
                        Nodes.spring(),
                        scope(bench.scope()),
                        pill(model),
                        theme(dark));
        bench.link().stateProperty().subscribe(this::paint);
    }

    private static Label gateway(ShellViewModel model) {
        var gateway = new Label();
        gateway.setGraphic(Nodes.icon(Feather.SERVER));
        gateway.setGraphicTextGap(8);
        gateway.textProperty().bind(model.gatewayProperty());
        gateway.setId("top.gateway");
        gateway.getStyleClass().add("gateway");
        return gateway;
    }

    private static HBox scope(ScopeViewModel model) {
        var choice = new ComboBox<ScopeViewModel.Choice>();
        choice.setItems(model.choices());
        choice.valueProperty().bindBidirectional(model.chosenProperty());
        choice.getStyleClass().add(Styles.SMALL);
        choice.setPrefWidth(170);
        choice.setTooltip(new Tooltip("Which tenants every screen shows"));
        Nodes.named(choice, "top.scope", "Tenant scope");
        choice.setMinWidth(110);
        var label = Nodes.muted("Tenant");
        label.setMinWidth(USE_PREF_SIZE);
        var box = new HBox(6, label, choice);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Label pill(ShellViewModel model) {
        pill.setGraphic(pillIcon);
        pill.setId("top.pill");
        pill.getStyleClass().add("pill");
        pill.textProperty().bind(model.pillProperty());
        pill.accessibleTextProperty().bind(model.pillProperty().map(p -> "Connection: " + p));
        pill.setMinWidth(USE_PREF_SIZE);
        return pill;
    }

    private static Button theme(BooleanProperty dark) {
        var button = Nodes.iconOnly(new Button(), Feather.MOON, "top.theme", "Light or dark");
        button.setOnAction(_ -> dark.set(!dark.get()));
        dark.subscribe(now -> button.setGraphic(Nodes.icon(now ? Feather.SUN : Feather.MOON)));
        return button;
    }

    private void paint(LinkState state) {
        switch (state) {
            case LinkState.Off() -> dress("pill-off", Feather.LINK_2);
            case LinkState.Opening() -> dress("pill-off", Feather.LOADER);
            case LinkState.Live(_) -> dress("pill-live", Feather.WIFI);
            case LinkState.Stale(_, _, _, _) -> dress("pill-stale", Feather.WIFI_OFF);
            case LinkState.Shut(_) -> dress("pill-shut", Feather.LOCK);
        }
    }

    private void dress(String style, Feather icon) {
        pill.getStyleClass().setAll("label", "pill", style);
        pillIcon.setIconCode(icon);
    }
}
