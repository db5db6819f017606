package drawbridge.console.shell;

import javafx.beans.property.BooleanProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.feather.Feather;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The window: rail, top bar, the screen, bottom bar. What is stale is greyed as a whole.
public final class ShellView extends BorderPane {

    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private static final KeyCombination UNDO =
            new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);

    private final StackPane stage = new StackPane();
    private final List<Screen> screens;
    private final Map<String, Node> roots = new HashMap<>();
    private final ShellViewModel model;
    private final Workbench bench;

    public ShellView(
            ShellViewModel model, Workbench bench, List<Screen> screens, BooleanProperty dark) {
        this.model = model;
        this.bench = bench;
        this.screens = List.copyOf(screens);
        getStyleClass().add("shell");
        getStylesheets()
                .add(
                        Objects.requireNonNull(ShellView.class.getResource("console.css"))
                                .toExternalForm());
        stage.getStyleClass().add("stage");
        stage.setId("stage");
        VBox.setVgrow(stage, Priority.ALWAYS);
        setLeft(new RailView(model, screens));
        setCenter(
                new VBox(
                        new TopBarView(model, bench, dark),
                        banner(),
                        stage,
                        new BottomBarView(bench.notices())));
        model.placeProperty().subscribe(this::show);
        bench.link()
                .stateProperty()
                .subscribe(
                        now -> {
                            boolean cutOff =
                                    now instanceof LinkState.Stale || now instanceof LinkState.Shut;
                            stage.pseudoClassStateChanged(STALE, cutOff);
                        });
    }

    /// The keys that work everywhere.
    public void addKeysTo(Scene scene) {
        for (int i = 0; i < screens.size(); i++) {
            String id = screens.get(i).id();
            KeyCode digit = KeyCode.valueOf("DIGIT" + (i + 1));
            key(scene, digit, () -> model.open(id));
        }
        // A filter, because a text field that happens to have the focus would take the key for
        // itself.
        scene.addEventFilter(
                KeyEvent.KEY_PRESSED,
                key -> {
                    boolean pending = bench.notices().pendingProperty().get().isPresent();
                    if (pending && UNDO.match(key)) {
                        bench.notices().undo();
                        key.consume();
                    }
                });
    }

    private static void key(Scene scene, KeyCode code, Runnable work) {
        scene.getAccelerators()
                .put(new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN), work);
    }

    private HBox banner() {
        var sentence = Nodes.wrapped("");
        sentence.setId("shell.banner");
        sentence.textProperty().bind(model.bannerProperty());
        HBox.setHgrow(sentence, Priority.ALWAYS);
        var banner = new HBox(10, Nodes.icon(Feather.WIFI_OFF), sentence);
        banner.setAlignment(Pos.CENTER_LEFT);
        banner.getStyleClass().add("banner");
        model.bannerProperty().subscribe(text -> Nodes.present(banner, !text.isEmpty()));
        return banner;
    }

    /// A screen is built when it is opened for the first time: most are not needed at once, and
    /// each has hundreds of nodes to be styled.
    private void show(String id) {
        for (Screen screen : screens) {
            boolean now = screen.id().equals(id);
            boolean before = isOpen(screen);
            if (now && !before) {
                roots.computeIfAbsent(id, _ -> add(screen)).setVisible(true);
                screen.shown().run();
            } else if (before && !now) {
                Objects.requireNonNull(roots.get(screen.id())).setVisible(false);
                screen.hidden().run();
            }
        }
    }

    private boolean isOpen(Screen screen) {
        Node root = roots.get(screen.id());
        return root != null && root.isVisible();
    }

    private Node add(Screen screen) {
        Node root = screen.view().get();
        stage.getChildren().add(root);
        return root;
    }
}
