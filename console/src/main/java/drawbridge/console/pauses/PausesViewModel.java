package drawbridge.console.pauses;

import drawbridge.console.client.TenantScope;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.ScopeViewModel;
import drawbridge.console.shell.Subscription;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.PauseWish;
import drawbridge.opsapi.Role;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What stands still, and what a person wants to pause or let go on.
public final class PausesViewModel {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    /// Which way is meant.
    public enum Way {
        BOTH("both ways"),
        TO_APP("to the app"),
        TO_ACME("to Acme");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        @Nullable Direction direction() {
            return switch (this) {
                case BOTH -> null;
                case TO_APP -> Direction.TO_APP;
                case TO_ACME -> Direction.TO_ACME;
            };
        }

        static Way of(@Nullable Direction direction) {
            return direction == null ? BOTH : direction == Direction.TO_APP ? TO_APP : TO_ACME;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Workbench bench;
    private Subscription looking = Subscription.NONE;
    private int loads;

    public PausesViewModel(Workbench bench) {
        this.bench = bench;
        bench.scope().chosenProperty().addListener((_, _, _) -> restart());
        bench.link().meProperty().addListener((_, _, _) -> restart());
        bench.link().blockedProperty().addListener((_, _, _) -> judge());
        tenant.addListener((_, _, _) -> judge());
        selected.addListener((_, _, _) -> judge());
        judge();
    }

    // Properties

    private final ObservableList<Pause> pauses = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Load<Integer>> load =
            new ReadOnlyObjectWrapper<>(new Load.Loading<>());
    private final ObjectProperty<Optional<Pause>> selected =
            new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<ScopeViewModel.@Nullable Choice> tenant =
            new SimpleObjectProperty<>();
    private final StringProperty flow = new SimpleStringProperty("");
    private final ObjectProperty<Way> way = new SimpleObjectProperty<>(Way.BOTH);
    private final StringProperty reason = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper whyNotPause = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper whyNotResume = new ReadOnlyStringWrapper("");

    /// What stands still, the oldest first.
    public ObservableList<Pause> pauses() {
        return pauses;
    }

    /// How far the list has been loaded; ready holds the number of lines.
    public ReadOnlyObjectProperty<Load<Integer>> loadProperty() {
        return load.getReadOnlyProperty();
    }

    /// The line that is selected.
    public ObjectProperty<Optional<Pause>> selectedProperty() {
        return selected;
    }

    /// Whose work is to stand still.
    public ObjectProperty<ScopeViewModel.@Nullable Choice> tenantProperty() {
        return tenant;
    }

    /// Which flow; empty for all.
    public StringProperty flowProperty() {
        return flow;
    }

    public ObjectProperty<Way> wayProperty() {
        return way;
    }

    /// Why; goes into the history, and is shown to whoever asks what a record waits for.
    public StringProperty reasonProperty() {
        return reason;
    }

    /// Why nothing can be paused now; empty if it can.
    public ReadOnlyStringProperty whyNotPauseProperty() {
        return whyNotPause.getReadOnlyProperty();
    }

    /// Why the selected pause cannot be lifted now; empty if it can.
    public ReadOnlyStringProperty whyNotResumeProperty() {
        return whyNotResume.getReadOnlyProperty();
    }

    // Commands

    /// Loads, and looks again every few seconds until hidden.
    public void shown() {
        looking.cancel();
        looking = bench.pulse().every(LOOK_EVERY, this::reload);
        reload();
    }

    /// Stops looking.
    public void hidden() {
        looking.cancel();
    }

    /// Loads the list again.
    public void reload() {
        int mine = ++loads;
        bench.ask(
                ops -> ops.pauses(bench.scope().scope()),
                answer -> {
                    if (mine == loads) {
                        loaded(answer);
                    }
                },
                trouble -> {
                    if (mine == loads && pauses.isEmpty()) {
                        load.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
    }

    /// Pauses what the fields say.
    public void pause() {
        ScopeViewModel.Choice choice = tenant.get();
        if (whyNotPause.get().isEmpty()
                && choice != null
                && choice.scope() instanceof TenantScope.One(var name)) {
            String which = flow.get().strip();
            send(
                    name,
                    false,
                    new PauseWish(
                            which.isEmpty() ? null : which, way.get().direction(), reasonOrNull()));
        }
    }

    /// Lifts the selected pause.
    public void resume() {
        if (whyNotResume.get().isEmpty()) {
            selected.get()
                    .ifPresent(
                            pause ->
                                    send(
                                            pause.tenant(),
                                            true,
                                            new PauseWish(
                                                    pause.flow(),
                                                    pause.direction(),
                                                    reasonOrNull())));
        }
    }

    private void send(String name, boolean resume, PauseWish wish) {
        String key = UUID.randomUUID().toString();
        bench.ask(
                ops -> ops.pause(name, resume, wish, key),
                this::done,
                trouble -> bench.notices().bad(trouble.sentence()));
    }

    private void done(PauseResult result) {
        bench.notices().good(result.sentence());
        reason.set("");
        reload();
    }

    private void loaded(List<Pause> answer) {
        Optional<Pause> kept = selected.get();
        if (!pauses.equals(answer)) {
            pauses.setAll(answer);
        }
        selected.set(
                kept.flatMap(old -> answer.stream().filter(each -> isSame(each, old)).findFirst()));
        load.set(answer.isEmpty() ? new Load.Empty<>() : new Load.Ready<>(answer.size()));
    }

    private static boolean isSame(Pause one, Pause other) {
        return one.tenant().equals(other.tenant())
                && java.util.Objects.equals(one.flow(), other.flow())
                && one.direction() == other.direction();
    }

    private void restart() {
        loads++;
        pauses.clear();
        load.set(new Load.Loading<>());
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
        String common = !blocked.isEmpty() ? blocked : operator ? "" : "Only operators may pause.";
        ScopeViewModel.Choice choice = tenant.get();
        boolean one = choice != null && choice.scope() instanceof TenantScope.One;
        whyNotPause.set(!common.isEmpty() ? common : one ? "" : "Choose a tenant to pause.");
        whyNotResume.set(
                !common.isEmpty()
                        ? common
                        : selected.get().isPresent() ? "" : "Select a pause in the list.");
    }

    private @Nullable String reasonOrNull() {
        return reason.get().isBlank() ? null : reason.get().strip();
    }
}
