package drawbridge.console.shell;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

import org.kordamp.ikonli.Ikon;

/// A place in the rail, and what is shown there.
///
/// @param id names it, as the beginning of the ids of its controls
/// @param badge how many things wait there; shown if above zero
/// @param shown called when it comes into view
/// @param hidden called when it goes out of view
public record Screen(
        String id,
        String title,
        Ikon icon,
        Node root,
        ObservableValue<Number> badge,
        Runnable shown,
        Runnable hidden) {}
