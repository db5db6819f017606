package drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.console.fake.FakeGateway;
import drawbridge.console.fake.FakeWorld;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.PauseWish;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Pictures of each screen in each state, for people to look at, in `target/ui-shots`; and what can
/// be said of a screen without looking: nothing nameless, nothing cut off.
class ScreenshotsIT {

    private static final Path FOLDER = Path.of("target", "ui-shots");

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @AfterAll
    static void writeIndex() throws IOException {
        var page = new StringBuilder("<!doctype html><meta charset=utf-8><title>Console</title>");
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".png"))
                    .sorted()
                    .forEach(
                            name -> page.append("<h3>%s</h3><img src='%s'>".formatted(name, name)));
        }
        Files.writeString(FOLDER.resolve("index.html"), page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void ofAGatewayWithWorkToDo(String theme) {
        var world = FakeWorld.lively(Clock.systemUTC().instant());
        var _ =
                world.pause(
                        "north",
                        false,
                        new PauseWish(null, Direction.TO_APP, "the app is being moved"),
                        world.start());
        var _ =
                world.start(
                        new JobWish(
                                ParkedAction.REPLAY,
                                null,
                                ParkedKind.DEAD,
                                null,
                                null,
                                null,
                                null,
                                "mended at Acme"),
                        world.start());
        var gateway = gateway(world);
        var ui = ui(theme);
        shoot(ui, "connection", theme, "empty");
        ui.connect(gateway.address(), "wrong-token");
        ui.eventuallySays("connection.problem", "token");
        shoot(ui, "connection", theme, "error");
        onUi(
                () -> {
                    ui.window().connection().tokenProperty().set(FakeGateway.OPERATOR);
                    ui.window().connection().connect();
                });
        ui.eventuallySays("top.pill", "live");
        ui.eventually(() -> ui.rows("overview.tenants") == 2);
        shootAll(ui, theme, "normal");
        gateway.die();
        ui.eventuallySays("top.pill", "try 2");
        shootAll(ui, theme, "stale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void ofAGatewayWhereAllIsWell(String theme) {
        var world = FakeWorld.lively(Clock.systemUTC().instant());
        world.heal();
        var gateway = gateway(world);
        var ui = ui(theme);
        ui.connect(gateway.address(), FakeGateway.OPERATOR);
        ui.eventuallySays("overview.headline", "Nothing waits");
        shootAll(ui, theme, "empty");
    }

    @Test
    void ofAnEditAndOfWhatItWouldDo() {
        var gateway = gateway(FakeWorld.lively(Clock.systemUTC().instant()));
        var ui = ui("light");
        ui.connect(gateway.address(), FakeGateway.OPERATOR);
        ui.eventuallySays("top.pill", "live");
        ui.click("rail.dead-letters");
        ui.eventually(() -> ui.isShown("dead-letters.payload"));
        ui.clickRow("dead-letters.list", 0);
        ui.press(KeyCode.E);
        assertThat(ui.text("dead-letters.payload")).startsWith("{");
        onUi(
                () ->
                        ((TextArea) ui.find("dead-letters.payload"))
                                .replaceText(
                                        0,
                                        ui.text("dead-letters.payload").length(),
                                        ui.text("dead-letters.payload")
                                                .replace("\"minutes\": 0", "\"minutes\": 30")));
        ui.click("dead-letters.look");
        ui.eventuallySays("dead-letters.preview", "The app would be sent end");
        shoot(ui, "dead-letters", "light", "edited");
        ui.click("dead-letters.edit-send");
        ui.eventually(() -> gateway.acts().contains("d1 edit"));
        assertThat(gateway.payloads().getFirst()).contains("\"minutes\": 30");
    }

    @Test
    void ofManyAtOnce() {
        var gateway = gateway(FakeWorld.lively(Clock.systemUTC().instant()));
        var ui = ui("light");
        ui.connect(gateway.address(), FakeGateway.OPERATOR);
        ui.eventuallySays("top.pill", "live");
        ui.click("rail.dead-letters");
        ui.eventually(() -> ui.rows("dead-letters.list") == 2);
        ui.clickRow("dead-letters.list", 0);
        ui.press(KeyCode.X);
        ui.press(KeyCode.X);
        ui.eventuallySays("dead-letters.marks", "2 marked");
        ui.click("dead-letters.many");
        ui.press(KeyCode.DOWN);
        ui.press(KeyCode.ENTER);
        ui.eventuallySays("dead-letters.bulk.said", "2 items (north 1, south 1)");
        shoot(ui, "dead-letters", "light", "many");
        ui.click("dead-letters.bulk.confirm");
        ui.eventually(() -> gateway.acts().contains("many replay"));
        ui.eventuallySays("bottom.notice", "carries it out");
    }

    @Test
    void ofWhatWasDecidedAndIsPutBack() {
        var gateway = gateway(FakeWorld.lively(Clock.systemUTC().instant()));
        var ui = ui("light");
        ui.connect(gateway.address(), FakeGateway.OPERATOR);
        ui.eventuallySays("top.pill", "live");
        gateway.closeElsewhere("c2");
        ui.click("rail.conflicts");
        ui.click("conflicts.decided");
        ui.eventually(() -> ui.rows("conflicts.list") == 1);
        ui.eventuallySays("conflicts.value.app", "Call");
        shoot(ui, "conflicts", "light", "decided");
        ui.click("conflicts.restore");
        ui.click("bottom.send-now");
        ui.eventually(() -> gateway.acts().contains("c2 restore"));
    }

    @Test
    void ofAPauseAndItsEnd() {
        var gateway = gateway(FakeWorld.lively(Clock.systemUTC().instant()));
        var ui = ui("light");
        ui.connect(gateway.address(), FakeGateway.OPERATOR);
        ui.eventuallySays("top.pill", "live");
        ui.click("rail.pauses");
        ui.eventually(() -> ui.isDisabled("pauses.pause"));
        ui.click("pauses.tenant");
        ui.press(KeyCode.DOWN);
        ui.press(KeyCode.ENTER);
        ui.click("pauses.reason");
        ui.type("the app moves");
        ui.press(KeyCode.ENTER);
        ui.eventually(() -> ui.rows("pauses.list") == 1);
        ui.clickRow("pauses.list", 0);
        ui.click("pauses.resume");
        ui.eventually(() -> gateway.acts().size() == 2);
        assertThat(gateway.acts().getFirst()).endsWith(" pause");
        assertThat(gateway.acts().getLast())
                .isEqualTo(gateway.acts().getFirst().replace("pause", "resume"));
        ui.eventually(() -> !ui.isShown("pauses.list"));
    }

    @Test
    void ofAViewer() {
        var gateway = gateway(FakeWorld.lively(Clock.systemUTC().instant()));
        var ui = ui("light");
        ui.connect(gateway.address(), FakeGateway.VIEWER);
        ui.eventuallySays("top.pill", "live");
        ui.click("rail.dead-letters");
        ui.eventuallySays("dead-letters.why-not", "viewer");
        shoot(ui, "dead-letters", "light", "viewer");
    }

    private FakeGateway gateway(FakeWorld world) {
        var gateway = new FakeGateway(world);
        open.add(gateway);
        return gateway;
    }

    private Ui ui(String theme) {
        var ui = new Ui(1000, 700, Clock.systemUTC());
        open.add(ui);
        onUi(() -> ui.window().dark().set(theme.equals("dark")));
        return ui;
    }

    private static void shootAll(Ui ui, String theme, String state) {
        for (String screen :
                List.of("overview", "conflicts", "dead-letters", "timeline", "pauses", "jobs")) {
            onUi(() -> ui.window().shell().open(screen));
            switch (screen + " " + state) {
                case "conflicts normal" -> {
                    ui.eventually(() -> ui.rows("conflicts.list") == 3);
                    ui.eventuallySays("conflicts.value.app", "11:30");
                }
                case "dead-letters normal" ->
                        ui.eventually(() -> ui.isShown("dead-letters.payload"));
                case "timeline normal" -> {
                    ui.click("timeline.wanted");
                    ui.type("A-c1");
                    ui.press(KeyCode.ENTER);
                    ui.eventually(() -> ui.isShown("timeline.standings"));
                }
                case "pauses normal" -> ui.eventually(() -> ui.rows("pauses.list") == 1);
                case "jobs normal" -> ui.eventually(() -> ui.rows("jobs.items") == 2);
                default -> {}
            }
            shoot(ui, screen, theme, state);
        }
    }

    private static void shoot(Ui ui, String screen, String theme, String state) {
        Path file = FOLDER.resolve("%s-%s-%s.png".formatted(screen, theme, state));
        assertThat(ui.picture(file)).as("colours in " + file).isGreaterThan(20);
        assertThat(file).isNotEmptyFile();
        assertThat(Ui.onUi(() -> nameless(ui.scene().getRoot(), new ArrayList<>())))
                .as("controls without an id or without words on " + screen)
                .isEmpty();
        assertThat(Ui.onUi(() -> cutOff(ui.scene().getRoot(), new ArrayList<>())))
                .as("text that is cut off on " + screen)
                .isEmpty();
        assertThat(Ui.onUi(() -> OutOfSight.of(ui.scene().getRoot())))
                .as("what reaches out of the part of the window that it stands in, on " + screen)
                .isEmpty();
    }

    @CanIgnoreReturnValue
    private static List<String> nameless(Node node, List<String> found) {
        if (!node.isVisible()) {
            return found;
        }
        boolean named = node.getId() != null && node.getAccessibleText() != null;
        if (node.isFocusTraversable() && isOurs(node) && !named) {
            found.add(node.toString());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> nameless(child, found));
        }
        return found;
    }

    /// What JavaFX builds inside its own controls is named by the control.
    private static boolean isOurs(Node node) {
        for (Parent p = node.getParent(); p != null; p = p.getParent()) {
            if (p instanceof TableView
                    || p instanceof Button
                    || (p instanceof ScrollPane && p.getId() == null)) {
                return false;
            }
        }
        return !(node instanceof SplitPane);
    }

    /// Words on buttons, titles and values must be whole, titles of columns too; cells may be cut.
    @CanIgnoreReturnValue
    private static List<String> cutOff(Node node, List<String> found) {
        if (!node.isVisible() || "bottom.notice".equals(node.getId())) {
            return found;
        }
        if (node instanceof TableView<?> table) {
            table.lookupAll(".column-header").forEach(title -> cutOff(title, found));
            return found;
        }
        if (node instanceof Labeled labeled && (node instanceof Label || node instanceof Button)) {
            String whole = String.valueOf(labeled.getText());
            labeled.lookupAll(".text").stream()
                    .map(text -> text instanceof Text t ? t.getText() : whole)
                    .filter(shown -> shown.endsWith("...") && !whole.endsWith("..."))
                    .forEach(shown -> found.add(whole + " is cut to " + shown));
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> cutOff(child, found));
        }
        return found;
    }

    private static void onUi(Runnable work) {
        var _ =
                Ui.onUi(
                        () -> {
                            work.run();
                            return true;
                        });
    }
}
