package drawbridge.console.shell;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

import org.kordamp.ikonli.Ikon;

import java.util.function.Supplier;

/// A place in the rail, and what is shown there.
///
/// @param id names it, as the beginning of the ids of its controls
/// @param view builds it; asked once, when the place is opened for the first time
/// @param badge how many things wait there; shown if above zero
/// @param shown called when it comes into view
/// @param hidden called when it goes out of view
public record Screen(
        String id,
        String title,
        Ikon icon,
        Supplier<Node> view,
        ObservableValue<Number> badge,
        Runnable shown,
        Runnable hidden) {}
