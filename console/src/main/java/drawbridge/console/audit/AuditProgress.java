package drawbridge.console.audit;

import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.AuditState;

import java.util.Locale;
import java.util.Optional;

/// How far an audit has come, in one line.
final class AuditProgress {

    private AuditProgress() {}

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
