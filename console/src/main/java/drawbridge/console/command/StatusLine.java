package drawbridge.console.command;

import java.io.PrintWriter;

/// How far something has come: one line that is written over on a terminal, a line at times
/// elsewhere. Closed, it leaves a clean line behind.
public final class StatusLine implements AutoCloseable {

    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final int every;
    private int told;

    /// @param every where there is no terminal, each line of so many is written; 0: none
    public StatusLine(PrintWriter err, boolean terminal, int every) {
        this.err = err;
        this.terminal = terminal;
        this.every = every;
    }

    public void at(String line) {
        if (terminal) {
            err.print(CLEAR + line);
        } else if (every > 0 && ++told % every == 0) {
            err.println(line);
        }
        err.flush();
    }

    @Override
    public void close() {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
    }
}
