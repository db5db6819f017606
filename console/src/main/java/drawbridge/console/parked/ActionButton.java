package drawbridge.console.parked;

import drawbridge.console.shell.Nodes;
import drawbridge.opsapi.ParkedAction;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;

import org.kordamp.ikonli.Ikon;

/// A button for an action on the selected item, off while the action is not possible.
public final class ActionButton extends Button {

    /// @param key the key that does the same in the list
    ActionButton(ParkedViewModel model, ParkedAction action, String words, String key, Ikon ikon) {
        super(words, Nodes.icon(ikon));
        setTooltip(new Tooltip(words + "  (" + key + ")"));
        setMinWidth(USE_PREF_SIZE);
        setOnAction(_ -> model.act(action));
        var whyNot = model.desk().whyNotProperty(action);
        disableProperty().bind(whyNot.isNotEmpty());
        accessibleTextProperty()
                .bind(whyNot.map(why -> why.isEmpty() ? words : words + ", not possible: " + why));
    }
}
