package drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.console.client.HttpLine;
import drawbridge.console.shell.FxPulse;

import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Drives the real window with real keys and clicks, and waits for what must come. TestFX stays
/// behind this class.
final class Ui implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static boolean started;

    private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
    private final FxRobot robot = new FxRobot();
    private final ConsoleWindow window;
    private final Stage stage;
    private final Scene scene;

    Ui(double width, double height, Clock clock) {
        startToolkit();
        window =
                onUi(
                        () ->
                                new ConsoleWindow(
                                        HttpLine::new,
                                        io,
                                        Platform::runLater,
                                        clock,
                                        new FxPulse()));
        stage = onUi(() -> new Stage(StageStyle.UNDECORATED));
        scene =
                onUi(
                        () -> {
                            stage.setX(0);
                            stage.setY(0);
                            return window.show(stage, width, height);
                        });
    }

    ConsoleWindow window() {
        return window;
    }

    Scene scene() {
        return scene;
    }

    /// Types address and token, and connects.
    void connect(String address, String token) {
        onUi(
                () -> {
                    window.connection().addressProperty().set(address);
                    return true;
                });
        click("connection.token");
        robot.write(token, 0);
        click("connection.connect");
    }

    void click(String id) {
        eventually(() -> !node(id).isDisabled() && isShowing(node(id)));
        Bounds at = onUi(() -> node(id).localToScreen(node(id).getBoundsInLocal()));
        robot.clickOn(at.getCenterX(), at.getCenterY());
    }

    /// Clicks a line of a table, by its place: the text of a cell may be cut.
    void clickRow(String tableId, int index) {
        eventually(() -> row(tableId, index) != null);
        Bounds at =
                onUi(
                        () -> {
                            Node row = Objects.requireNonNull(row(tableId, index));
                            return row.localToScreen(row.getBoundsInLocal());
                        });
        robot.clickOn(at.getMinX() + 30, at.getCenterY());
    }

    void type(String text) {
        robot.write(text, 0);
    }

    Node find(String id) {
        return node(id);
    }

    void press(KeyCode... keys) {
        robot.push(keys);
    }

    String text(String id) {
        return onUi(
                () ->
                        switch (node(id)) {
                            case Labeled labeled -> labeled.getText();
                            case TextInputControl field -> field.getText();
                            case Node other -> throw new AssertionError(other + " has no text");
                        });
    }

    boolean isShown(String id) {
        return onUi(() -> find(scene.getRoot(), id).filter(Ui::isShowing).isPresent());
    }

    boolean isDisabled(String id) {
        return onUi(() -> node(id).isDisabled());
    }

    int rows(String tableId) {
        return onUi(() -> table(tableId).getItems().size());
    }

    int selectedRow(String tableId) {
        return onUi(() -> table(tableId).getSelectionModel().getSelectedIndex());
    }

    void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(40)).until(() -> onUi(condition));
    }

    void eventuallySays(String id, String part) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(40))
                .untilAsserted(() -> assertThat(text(id)).contains(part));
    }

    void picture(Path file) {
        byte[] png =
                onUi(
                        () -> {
                            scene.getRoot().applyCss();
                            scene.getRoot().layout();
                            return Png.of(scene.snapshot(null));
                        });
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many colours the window shows; a blank one has a handful.
    long colours() {
        return onUi(
                () -> {
                    var image = scene.snapshot(null);
                    return IntStream.range(0, (int) (image.getWidth() * image.getHeight()))
                            .map(
                                    at ->
                                            image.getPixelReader()
                                                    .getArgb(
                                                            at % (int) image.getWidth(),
                                                            at / (int) image.getWidth()))
                            .distinct()
                            .count();
                });
    }

    @Override
    public void close() {
        onUi(
                () -> {
                    window.close();
                    stage.close();
                    return true;
                });
        io.shutdownNow();
    }

    @CanIgnoreReturnValue
    static <T> T onUi(Callable<T> work) {
        if (Platform.isFxApplicationThread()) {
            try {
                return work.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        var result = new CompletableFuture<T>();
        Platform.runLater(
                () -> {
                    try {
                        result.complete(work.call());
                    } catch (Exception | AssertionError e) {
                        result.completeExceptionally(e);
                    }
                });
        return result.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private Node node(String id) {
        return find(scene.getRoot(), id)
                .orElseThrow(() -> new AssertionError("nothing has the id " + id));
    }

    /// Not by `lookup`: there a dot in an id means a style class.
    private static Optional<Node> find(Node node, String id) {
        if (id.equals(node.getId())) {
            return Optional.of(node);
        }
        return node instanceof Parent parent
                ? parent.getChildrenUnmodifiable().stream()
                        .flatMap(child -> find(child, id).stream())
                        .findFirst()
                : Optional.empty();
    }

    private TableView<?> table(String id) {
        return (TableView<?>) node(id);
    }

    private @Nullable Node row(String tableId, int index) {
        for (Node node : node(tableId).lookupAll(".table-row-cell")) {
            if (node instanceof TableRow<?> row && row.getIndex() == index && !row.isEmpty()) {
                return row;
            }
        }
        return null;
    }

    private static boolean isShowing(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static synchronized void startToolkit() {
        if (!started) {
            started = true;
            var up = new CompletableFuture<Boolean>();
            Platform.setImplicitExit(false);
            Platform.startup(() -> up.complete(true));
            var _ = up.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
    }
}
