package drawbridge.console.connection;

import drawbridge.console.client.BadAddress;
import drawbridge.console.client.GatewayAddress;
import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.Line;
import drawbridge.console.client.Probe;
import drawbridge.console.client.Token;
import drawbridge.console.connection.StepRow.Standing;
import drawbridge.console.shell.Workbench;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.Optional;
import java.util.function.Consumer;

/// Address and token in, a tested connection out.
public final class ConnectionViewModel {

    private final Workbench bench;
    private final Line.Dialer dialer;
    private final Runnable connected;
    private Optional<Line> trying = Optional.empty();

    /// @param connected told when a connection stands
    public ConnectionViewModel(Workbench bench, Line.Dialer dialer, Runnable connected) {
        this.bench = bench;
        this.dialer = dialer;
        this.connected = connected;
    }

    // Properties

    private final StringProperty address = new SimpleStringProperty("");
    private final StringProperty token = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ObservableList<StepRow> steps = FXCollections.observableArrayList();
    private final ObservableList<StepRow> shownSteps =
            FXCollections.unmodifiableObservableList(steps);

    /// Where the gateway is, as typed.
    public StringProperty addressProperty() {
        return address;
    }

    /// The token, as typed; forgotten once connected.
    public StringProperty tokenProperty() {
        return token;
    }

    /// What went wrong, as a sentence; empty if nothing did.
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Is a test on its way?
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// The steps of the last test; empty before the first.
    public ObservableList<StepRow> steps() {
        return shownSteps;
    }

    // Commands

    /// Takes the steps, and hangs up.
    public void test() {
        dial(
                (line, reached) -> {
                    line.close();
                    bench.notices().good("The connection works. Press Connect to use it.");
                });
    }

    /// Takes the steps, and stays.
    public void connect() {
        dial(
                (line, reached) -> {
                    token.set("");
                    bench.link().connect(line, reached.me(), reached.position());
                    connected.run();
                });
    }

    /// Gives up a test that is on its way.
    public void cancel() {
        trying.ifPresent(Line::close);
        trying = Optional.empty();
        busy.set(false);
    }

    private interface Arrived {
        void at(Line line, Probe.Reached reached);
    }

    private void dial(Arrived arrived) {
        if (busy.get()) {
            return;
        }
        problem.set("");
        steps.clear();
        Line line;
        try {
            line = dialer.dial(GatewayAddress.parse(address.get()), new Token(token.get()));
        } catch (BadAddress e) {
            problem.set(e.sentence());
            return;
        } catch (IllegalArgumentException e) {
            problem.set(String.valueOf(e.getMessage()));
            return;
        }
        for (Probe.Step step : Probe.Step.values()) {
            steps.add(new StepRow(step, Standing.AHEAD, ""));
        }
        trying = Optional.of(line);
        busy.set(true);
        var probe =
                new Probe(line, went -> bench.ui().execute(() -> ifStill(line, () -> show(went))));
        bench.io().execute(() -> run(probe, line, reached -> arrived.at(line, reached)));
    }

    private void run(Probe probe, Line line, Consumer<Probe.Reached> arrived) {
        try {
            Probe.Reached reached = probe.run();
            bench.ui().execute(() -> ifStill(line, () -> finished(() -> arrived.accept(reached))));
        } catch (GatewayTrouble trouble) {
            bench.ui()
                    .execute(
                            () ->
                                    ifStill(
                                            line,
                                            () -> {
                                                line.close();
                                                finished(() -> problem.set(trouble.sentence()));
                                            }));
        }
    }

    private void finished(Runnable end) {
        trying = Optional.empty();
        busy.set(false);
        end.run();
    }

    private void show(Probe.Went went) {
        switch (went) {
            case Probe.Went.Running(var step) -> put(new StepRow(step, Standing.RUNNING, ""));
            case Probe.Went.Well(var step, var said) -> put(new StepRow(step, Standing.WELL, said));
            case Probe.Went.Badly(var step, var said) ->
                    put(new StepRow(step, Standing.BADLY, said));
        }
    }

    private void put(StepRow row) {
        steps.replaceAll(old -> old.step() == row.step() ? row : old);
    }

    private void ifStill(Line line, Runnable work) {
        if (trying.filter(line::equals).isPresent()) {
            work.run();
        }
    }
}
