package drawbridge.console.deadletters;

import drawbridge.console.parked.ParkedViewModel;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedDetail;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;

/// The payload of a dead letter in a person's hands: what was changed in it, what would come of it,
/// and the replay.
public final class EditViewModel {

    private final ParkedViewModel parked;
    private String original = "";

    EditViewModel(ParkedViewModel parked) {
        this.parked = parked;
        text.addListener((_, _, _) -> compare());
        parked.selectedProperty()
                .addListener(
                        (_, before, now) -> {
                            boolean same =
                                    before.map(row -> row.key()).equals(now.map(row -> row.key()));
                            if (!same) {
                                editing.set(false);
                            }
                        });
    }

    // Properties

    private final ReadOnlyBooleanWrapper editing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final StringProperty text = new SimpleStringProperty("");
    private final ObservableList<PayloadDiff.Line> diff = FXCollections.observableArrayList();

    /// Whether the payload is being edited.
    public ReadOnlyBooleanProperty editingProperty() {
        return editing.getReadOnlyProperty();
    }

    /// Whether anything in it is different.
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /// The payload as the person has it.
    public StringProperty textProperty() {
        return text;
    }

    /// What the person took away and put in, line by line.
    public ObservableList<PayloadDiff.Line> diff() {
        return diff;
    }

    // Commands

    /// Shows another item's payload.
    void show(ParkedDetail detail) {
        if (!editing.get()) {
            original = PayloadDiff.spread(detail.payload() == null ? "" : detail.payload());
            text.set(original);
        }
    }

    /// Lets the person type.
    public void begin() {
        if (parked.desk().whyNotProperty(ParkedAction.EDIT).get().isEmpty()) {
            editing.set(true);
        }
    }

    /// Puts the payload back as it was.
    public void drop() {
        editing.set(false);
        text.set(original);
        parked.forgetPreview();
    }

    /// Asks what would come of it.
    public void look() {
        parked.look(
                changed.get() ? ParkedAction.EDIT : ParkedAction.REPLAY,
                changed.get() ? text.get() : null);
    }

    /// Replays the item with the payload as it is now.
    public void send() {
        if (editing.get() && changed.get()) {
            parked.edit(text.get());
            editing.set(false);
        }
    }

    private void compare() {
        List<PayloadDiff.Line> lines = PayloadDiff.between(original, text.get());
        diff.setAll(lines);
        changed.set(!lines.isEmpty());
    }
}
