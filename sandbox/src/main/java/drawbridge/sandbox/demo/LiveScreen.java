package drawbridge.sandbox.demo;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/// One screen of a terminal, drawn over and over in place.
final class LiveScreen implements Screen {

    private final Terminal terminal;
    private final Display display;
    private final Layout layout = new Layout();
    private boolean closed;

    /// @param end what Ctrl-C means
    LiveScreen(Terminal terminal, Runnable end) {
        this.terminal = terminal;
        this.display = new Display(terminal, true);
        var _ = terminal.handle(Signal.INT, _ -> end.run());
        var _ = terminal.puts(Capability.enter_ca_mode);
        var _ = terminal.puts(Capability.cursor_invisible);
        terminal.flush();
    }

    @Override
    public synchronized void show(Scene scene) {
        if (closed) {
            return;
        }
        var size = size();
        if (size.getColumns() != display.getColumns() || size.getRows() != display.getRows()) {
            display.clear();
        }
        display.resize(size);
        display.update(layout.lines(scene, size.getColumns(), size.getRows()), 0);
    }

    /// Some terminals, such as those of a pipe that plays one, say that they have no size.
    private Size size() {
        var told = terminal.getSize();
        return told.getColumns() > 0 && told.getRows() > 0 ? told : Size.of(80, 24);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            var _ = terminal.puts(Capability.cursor_visible);
            var _ = terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
        }
    }
}
