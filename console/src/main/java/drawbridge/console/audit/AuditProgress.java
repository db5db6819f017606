package drawbridge.console.audit;

import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.AuditState;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/// How far an audit has come: one line that is written over on a terminal, a line at times
/// elsewhere.
final class AuditProgress {

    private static final int PLAIN_EVERY = 60;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private int looks;

    AuditProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    void at(Audit audit) {
        if (terminal) {
            err.print(CLEAR + line(audit));
        } else if (++looks % PLAIN_EVERY == 0) {
            err.println(line(audit));
        }
        err.flush();
    }

    void end() {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
    }

    static String line(Audit audit) {
        if (audit.state() == AuditState.WAITING) {
            return audit.tenant() + ": waits for its turn";
        }
        Optional<AuditFlow> now =
                audit.flows().stream()
                        .filter(flow -> flow.result() == AuditResult.RUNNING)
                        .findFirst();
        return now.map(
                        flow ->
                                String.format(
                                        Locale.ROOT,
                                        "%s, %s: %,d read, %,d checked, %,d not in sync",
                                        audit.tenant(),
                                        flow.flow(),
                                        flow.read(),
                                        flow.checked(),
                                        flow.drifted()
                                                + flow.missingAtAcme()
                                                + flow.missingAtApp()))
                .orElse(audit.tenant() + ": nearly done");
    }
}
