package drawbridge.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.console.client.HttpLine;
import drawbridge.console.shell.FxPulse;

import javafx.application.Platform;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Drives the real window with the keys and clicks of the platform's own robot, and waits for what
/// must come. After each key and click the window is laid out before anything else is done, as
/// before a person's eyes.
final class Ui implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(10);

    private static boolean started;

    private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
    private final Robot robot;
    private final ConsoleWindow window;
    private final Stage stage;
    private final Scene scene;

    Ui(double width, double height, Clock clock) {
        startToolkit();
        robot = onUi(Robot::new);
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
                            var shown = window.show(stage, width, height);
                            // The headless platform copies each frame of a window that is not
                            // minimised, pixel by pixel: for nobody, as pictures are taken of the
                            // scene, and most of a story's time went there.
                            stage.setIconified(true);
                            return shown;
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
        type(token);
        click("connection.connect");
    }

    void click(String id) {
        eventually(() -> !node(id).isDisabled() && isShowing(node(id)));
        act(
                () -> {
                    layOut();
                    Bounds at = node(id).localToScreen(node(id).getBoundsInLocal());
                    click(at.getCenterX(), at.getCenterY());
                });
    }

    /// Clicks a line of a table, by its place: the text of a cell may be cut.
    void clickRow(String tableId, int index) {
        eventually(() -> row(tableId, index) != null);
        act(
                () -> {
                    layOut();
                    Node row = Objects.requireNonNull(row(tableId, index));
                    Bounds at = row.localToScreen(row.getBoundsInLocal());
                    click(at.getMinX() + 30, at.getCenterY());
                });
    }

    /// What was built a moment ago has no place yet.
    private void layOut() {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    private void click(double x, double y) {
        robot.mouseMove(x, y);
        robot.mouseClick(MouseButton.PRIMARY);
    }

    /// Types into whatever has the focus.
    void type(String text) {
        act(
                () -> {
                    Node target = Objects.requireNonNull(scene.getFocusOwner());
                    text.chars()
                            .mapToObj(Character::toString)
                            .map(Ui::typed)
                            .forEach(key -> Event.fireEvent(target, key));
                });
    }

    private static KeyEvent typed(String letter) {
        return new KeyEvent(
                KeyEvent.KEY_TYPED, letter, "", KeyCode.UNDEFINED, false, false, false, false);
    }

    Node find(String id) {
        return node(id);
    }

    /// Presses the keys together.
    void press(KeyCode... keys) {
        act(
                () -> {
                    List.of(keys).forEach(robot::keyPress);
                    List.of(keys).reversed().forEach(robot::keyRelease);
                });
    }

    /// Does it, and returns once the window has been laid out anew.
    private void act(Runnable deed) {
        var laidOut = new CompletableFuture<Boolean>();
        Runnable told = () -> laidOut.complete(true);
        onUi(
                () -> {
                    deed.run();
                    scene.addPostLayoutPulseListener(told);
                    Platform.requestNextPulse();
                    return true;
                });
        var _ = laidOut.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        onUi(
                () -> {
                    scene.removePostLayoutPulseListener(told);
                    return true;
                });
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
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(onUi(condition)).isTrue());
    }

    void eventuallySays(String id, String part) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .untilAsserted(() -> assertThat(text(id)).contains(part));
    }

    /// Keeps a picture of the window.
    ///
    /// @return how many colours it has; a blank one has a handful
    long picture(Path file) {
        var image =
                onUi(
                        () -> {
                            layOut();
                            return scene.snapshot(null);
                        });
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Png.of(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader()
                .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return colours(pixels);
    }

    private static long colours(int[] pixels) {
        Arrays.sort(pixels);
        return IntStream.range(0, pixels.length)
                .filter(at -> at == 0 || pixels[at] != pixels[at - 1])
                .count();
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
        try {
            return result.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AssertionError notYet) {
                throw notYet;
            }
            throw e;
        }
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
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                var found = find(child, id);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
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
