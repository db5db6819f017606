package drawbridge.console.parked;

import drawbridge.console.shell.Load;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewWish;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

/// What would come of an act on an item, as the gateway computes it; nothing is done.
public final class PreviewViewModel {

    private final Workbench bench;
    private int asked;

    PreviewViewModel(Workbench bench) {
        this.bench = bench;
    }

    // Properties

    private final ReadOnlyObjectWrapper<Load<Preview>> told =
            new ReadOnlyObjectWrapper<>(new Load.Empty<>());

    /// What the gateway told last; empty while nothing was asked about the selected item.
    public ReadOnlyObjectProperty<Load<Preview>> toldProperty() {
        return told.getReadOnlyProperty();
    }

    // Commands

    /// @param payload the payload as a person would send it; null: as it is
    void ask(ParkedRow row, ParkedAction action, @Nullable String payload) {
        int mine = ++asked;
        told.set(new Load.Loading<>());
        bench.ask(
                ops ->
                        ops.preview(
                                row.item().tenant(),
                                row.item().id(),
                                new PreviewWish(action, payload)),
                answer -> {
                    if (mine == asked) {
                        told.set(new Load.Ready<>(answer));
                    }
                },
                trouble -> {
                    if (mine == asked) {
                        told.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
    }

    void forget() {
        asked++;
        told.set(new Load.Empty<>());
    }
}
