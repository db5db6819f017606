package drawbridge.console.shell;

import drawbridge.opsapi.Overview;

import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Which screen is shown, what the rail counts, and what the bars say.
public final class ShellViewModel {

    private final Workbench bench;

    public ShellViewModel(Workbench bench, VitalsViewModel vitals) {
        this.bench = bench;
        vitals.overviewProperty().addListener((_, _, load) -> count(load));
        bench.link().stateProperty().addListener((_, _, _) -> say());
        bench.link().meProperty().addListener((_, _, _) -> say());
        say();
    }

    // Properties

    private final ReadOnlyObjectWrapper<String> place = new ReadOnlyObjectWrapper<>("connection");
    private final ReadOnlyLongWrapper conflicts = new ReadOnlyLongWrapper();
    private final ReadOnlyLongWrapper deadLetters = new ReadOnlyLongWrapper();
    private final ReadOnlyStringWrapper pill = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper gateway = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper banner = new ReadOnlyStringWrapper("");

    /// The id of the screen that is shown.
    public ReadOnlyObjectProperty<String> placeProperty() {
        return place.getReadOnlyProperty();
    }

    /// Open conflicts in scope.
    public ReadOnlyLongProperty conflictsProperty() {
        return conflicts.getReadOnlyProperty();
    }

    /// Dead letters in scope.
    public ReadOnlyLongProperty deadLettersProperty() {
        return deadLetters.getReadOnlyProperty();
    }

    /// The state of the connection in two or three words.
    public ReadOnlyStringProperty pillProperty() {
        return pill.getReadOnlyProperty();
    }

    /// Which gateway this is, and as whom.
    public ReadOnlyStringProperty gatewayProperty() {
        return gateway.getReadOnlyProperty();
    }

    /// What must be known about everything on the screen; empty while it is true.
    public ReadOnlyStringProperty bannerProperty() {
        return banner.getReadOnlyProperty();
    }

    // Commands

    /// Shows another screen.
    public void open(String id) {
        place.set(id);
    }

    private void count(Load<Overview> load) {
        if (load instanceof Load.Ready(var numbers)) {
            conflicts.set(numbers.conflicts());
            deadLetters.set(numbers.deadLetters());
        }
    }

    private void say() {
        pill.set(pill(bench.link().stateProperty().get()));
        banner.set(banner(bench.link().stateProperty().get()));
        String address = bench.link().line().map(l -> l.address().shown()).orElse("");
        gateway.set(
                bench.link()
                        .meProperty()
                        .get()
                        .map(me -> address + " · " + me.name() + ", " + me.role().word())
                        .orElse("No gateway"));
    }

    private static String pill(LinkState state) {
        return switch (state) {
            case LinkState.Off() -> "not connected";
            case LinkState.Opening() -> "connecting";
            case LinkState.Live(_) -> "live";
            case LinkState.Stale(_, var age, _, var attempt) ->
                    attempt == 0
                            ? "stale " + minutes(age.toSeconds())
                            : "stale %s · try %d".formatted(minutes(age.toSeconds()), attempt);
            case LinkState.Shut(_) -> "refused";
        };
    }

    private static String banner(LinkState state) {
        return switch (state) {
            case LinkState.Off(), LinkState.Opening(), LinkState.Live(_) -> "";
            case LinkState.Stale(var since, var age, var why, _) ->
                    "%s What you see was true at %s, %s ago. Actions are off until it is back."
                            .formatted(why, Ages.clock(since), Ages.of(age));
            case LinkState.Shut(var sentence) -> sentence;
        };
    }

    private static String minutes(long seconds) {
        return "%02d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
