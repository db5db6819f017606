package drawbridge.sandbox.judge;

import drawbridge.sandbox.judge.Judgement.Result;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Holds every promise against the evidence. A check that found nothing to compare is a breach: a
/// run that proves nothing has failed.
public final class Judge {

    private static final List<Check> CHECKS =
            List.of(
                    new Witnesses(),
                    new OneEnd(),
                    new EndAsWritten(),
                    new NoFalseAck(),
                    new NoGhost(),
                    new Once(),
                    new NeverOlder(),
                    new Converged(),
                    new Lost(),
                    new ParkedWithCause(),
                    new Obeyed(),
                    new Deletes(),
                    new TouchpointCounts(),
                    new Order(),
                    new Attempts(),
                    new SupersededHasWinner(),
                    new Conservation(),
                    new RetryAfter(),
                    new TenantWall(),
                    new Secrecy());

    private Judge() {}

    /// Judges a finished run by its folder and its database.
    public static Judgement judge(Path folder, Connection database)
            throws IOException, SQLException {
        var run = RunFiles.of(folder);
        return judge(run.evidence(database), run.seed());
    }

    static Judgement judge(Evidence evidence, long seed) {
        var results = new LinkedHashMap<String, Result>();
        for (var check : CHECKS) {
            var finding = check.examine(evidence);
            var breaches = new ArrayList<>(finding.breaches());
            if (finding.compared() == 0 && !check.mayBeIdle()) {
                breaches.add("There was nothing to compare.");
            }
            results.put(check.name(), new Result(finding.compared(), breaches, finding.notes()));
        }
        return new Judgement(results, Converged.parked(evidence), Tally.of(evidence), seed);
    }
}
