package drawbridge.console.shell;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.Line;
import drawbridge.console.client.Ops;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/// What each view model is given: the connection, the scope, the notices, and where work runs.
///
/// @param io where calls to the gateway may block
/// @param ui where properties may be changed
public record Workbench(
        LinkViewModel link,
        ScopeViewModel scope,
        NoticesViewModel notices,
        Executor io,
        Executor ui,
        Clock clock,
        Pulse pulse) {

    /// Asks the gateway and brings the answer, or the trouble, to the UI thread. An answer of a
    /// gateway that was left in the meantime is dropped.
    public <T> void ask(
            Function<Ops, T> question, Consumer<T> answer, Consumer<GatewayTrouble> trouble) {
        Optional<Line> line = link.line();
        if (line.isEmpty()) {
            trouble.accept(new GatewayTrouble.NoAnswer("Not connected to a gateway.", false));
            return;
        }
        Line asked = line.get();
        io.execute(
                () -> {
                    try {
                        T given = question.apply(asked.ops());
                        ui.execute(() -> ifStill(asked, () -> answer.accept(given)));
                    } catch (GatewayTrouble e) {
                        ui.execute(() -> ifStill(asked, () -> trouble.accept(e)));
                    }
                });
    }

    private void ifStill(Line asked, Runnable work) {
        if (link.line().filter(asked::equals).isPresent()) {
            work.run();
        }
    }
}
