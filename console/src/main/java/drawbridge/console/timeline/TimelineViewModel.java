package drawbridge.console.timeline;

import drawbridge.console.shell.Load;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TimelineEntry;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Optional;

/// Finds a record by an id of either system, or by the id of a change, and loads its story.
public final class TimelineViewModel {

    private final Workbench bench;
    private Optional<Found> shown = Optional.empty();

    /// Counts the questions, so that an answer that was overtaken is dropped.
    private int asked;

    public TimelineViewModel(Workbench bench) {
        this.bench = bench;
        bench.link().meProperty().addListener((_, _, _) -> forget());
        onlyTrouble.addListener((_, _, _) -> filter());
        story.addListener((_, _, _) -> filter());
    }

    // Properties

    private final StringProperty wanted = new SimpleStringProperty("");
    private final BooleanProperty onlyTrouble = new SimpleBooleanProperty();
    private final ObservableList<Found> found = FXCollections.observableArrayList();
    private final ObservableList<TimelineEntry> entries = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Load<Timeline>> story =
            new ReadOnlyObjectWrapper<>(new Load.Empty<>());

    /// The id that is looked for.
    public StringProperty wantedProperty() {
        return wanted;
    }

    /// Whether only what went wrong is shown.
    public BooleanProperty onlyTroubleProperty() {
        return onlyTrouble;
    }

    /// The records that have the id; more than one where several flows or tenants know it.
    public ObservableList<Found> found() {
        return found;
    }

    /// The lines that are shown, the newest first.
    public ObservableList<TimelineEntry> entries() {
        return entries;
    }

    /// The story of the record that was found or chosen.
    public ReadOnlyObjectProperty<Load<Timeline>> storyProperty() {
        return story.getReadOnlyProperty();
    }

    // Commands

    /// Looks for the id.
    public void search() {
        String id = wanted.get().strip();
        if (id.isEmpty()) {
            return;
        }
        int mine = ++asked;
        story.set(new Load.Loading<>());
        bench.ask(
                ops -> ops.find(bench.scope().scope(), id),
                answer -> {
                    if (mine == asked) {
                        found(id, answer);
                    }
                },
                trouble -> failed(mine, trouble.sentence()));
    }

    /// Loads the story of one of the records that were found.
    public void choose(Found record) {
        shown = Optional.of(record);
        int mine = ++asked;
        story.set(new Load.Loading<>());
        RecordId name = record.record();
        bench.ask(
                ops -> ops.timeline(record.tenant(), name),
                answer -> {
                    if (mine == asked) {
                        story.set(new Load.Ready<>(answer));
                    }
                },
                trouble -> failed(mine, trouble.sentence()));
    }

    /// Loads the same story again.
    public void reload() {
        shown.ifPresent(this::choose);
    }

    private void found(String id, List<Found> answer) {
        List<Found> records =
                answer.stream()
                        .map(each -> new Found(each.tenant(), "", each.record()))
                        .distinct()
                        .toList();
        found.setAll(records);
        if (records.isEmpty()) {
            story.set(
                    new Load.Failed<>(
                            "Nobody ever heard of \"%s\". Compare it with what its system shows; a"
                                            .formatted(id)
                                    + " record that no flow wants leaves no trace."));
        } else {
            choose(records.getFirst());
        }
    }

    private void failed(int mine, String sentence) {
        if (mine == asked) {
            story.set(new Load.Failed<>(sentence));
        }
    }

    private void forget() {
        asked++;
        shown = Optional.empty();
        found.clear();
        story.set(new Load.Empty<>());
    }

    private void filter() {
        if (story.get() instanceof Load.Ready(var timeline)) {
            entries.setAll(
                    timeline.entries().reversed().stream()
                            .filter(entry -> !onlyTrouble.get() || entry.trouble())
                            .toList());
        } else {
            entries.clear();
        }
    }
}
