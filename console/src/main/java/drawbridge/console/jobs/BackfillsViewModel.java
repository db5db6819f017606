package drawbridge.console.jobs;

import drawbridge.console.client.BackfillAct;
import drawbridge.console.shell.Subscription;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillState;
import drawbridge.opsapi.Role;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Backfills: how far they are, and what may be done to the selected one.
public final class BackfillsViewModel {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Workbench bench;
    private Subscription looking = Subscription.NONE;
    private int loads;

    public BackfillsViewModel(Workbench bench) {
        this.bench = bench;
        for (BackfillAct act : BackfillAct.values()) {
            whyNot.put(act, new ReadOnlyStringWrapper(""));
        }
        bench.scope().chosenProperty().addListener((_, _, _) -> restart());
        bench.link().meProperty().addListener((_, _, _) -> restart());
        bench.link().blockedProperty().addListener((_, _, _) -> judge());
        selected.addListener((_, _, _) -> judge());
        judge();
    }

    // Properties

    private final ObservableList<Backfill> backfills = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Optional<Backfill>> selected =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyLongWrapper running = new ReadOnlyLongWrapper();
    private final Map<BackfillAct, ReadOnlyStringWrapper> whyNot = new EnumMap<>(BackfillAct.class);

    /// The newest first.
    public ObservableList<Backfill> backfills() {
        return backfills;
    }

    /// The one that is selected.
    public ReadOnlyObjectProperty<Optional<Backfill>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// How many have not ended, of those that were loaded last.
    public ReadOnlyLongProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// Why this cannot be done to the selected one; empty if it can.
    public ReadOnlyStringProperty whyNotProperty(BackfillAct act) {
        return wrapper(act).getReadOnlyProperty();
    }

    private ReadOnlyStringWrapper wrapper(BackfillAct act) {
        return whyNot.computeIfAbsent(act, _ -> new ReadOnlyStringWrapper(""));
    }

    // Commands

    /// Loads, and looks again every second until hidden.
    public void shown() {
        looking.cancel();
        looking = bench.pulse().every(LOOK_EVERY, this::reload);
        reload();
    }

    /// Stops looking.
    public void hidden() {
        looking.cancel();
    }

    /// Loads the list again. Trouble is told by the rest of the screen.
    public void reload() {
        int mine = ++loads;
        bench.ask(
                ops -> ops.backfills(bench.scope().scope()),
                answer -> {
                    if (mine == loads) {
                        loaded(answer);
                    }
                },
                _ -> {});
    }

    public void select(Backfill backfill) {
        selected.set(Optional.of(backfill));
    }

    /// Does this to the selected one.
    public void act(BackfillAct act) {
        if (wrapper(act).get().isEmpty()) {
            selected.get()
                    .ifPresent(
                            one -> {
                                String key = UUID.randomUUID().toString();
                                bench.ask(
                                        ops -> ops.backfill(one.tenant(), one.id(), act, key),
                                        _ -> reload(),
                                        trouble -> bench.notices().bad(trouble.sentence()));
                            });
        }
    }

    private void loaded(List<Backfill> answer) {
        if (!backfills.equals(answer)) {
            backfills.setAll(answer);
        }
        running.set(answer.stream().filter(one -> !one.state().ended()).count());
        Optional<Backfill> now =
                selected.get()
                        .flatMap(
                                old -> answer.stream().filter(one -> isSame(one, old)).findFirst());
        selected.set(now.or(() -> answer.stream().findFirst()));
    }

    private static boolean isSame(Backfill one, Backfill other) {
        return one.tenant().equals(other.tenant()) && one.id().equals(other.id());
    }

    private void restart() {
        loads++;
        backfills.clear();
        selected.set(Optional.empty());
        running.set(0);
        judge();
        if (bench.link().line().isPresent()) {
            reload();
        }
    }

    private void judge() {
        String blocked = bench.link().blockedProperty().get();
        boolean operator =
                bench.link()
                        .meProperty()
                        .get()
                        .filter(me -> me.role().reaches(Role.OPERATOR))
                        .isPresent();
        Optional<BackfillState> state = selected.get().map(Backfill::state);
        for (BackfillAct act : BackfillAct.values()) {
            wrapper(act)
                    .set(
                            !blocked.isEmpty()
                                    ? blocked
                                    : !operator
                                            ? "Only operators may steer a backfill."
                                            : state.map(now -> whyNot(act, now))
                                                    .orElse("None is selected."));
        }
    }

    private static String whyNot(BackfillAct act, BackfillState state) {
        if (state.ended()) {
            return "It has ended.";
        }
        boolean paused = state == BackfillState.PAUSED;
        return switch (act) {
            case PAUSE -> paused ? "It is paused." : "";
            case RESUME -> paused ? "" : "It is not paused.";
            case CANCEL -> "";
        };
    }
}
