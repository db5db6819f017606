package drawbridge.sandbox.judge;

import java.util.HashSet;
import java.util.Set;

/// Every (change, flow) pair has come to exactly one end, and nothing waits once all is quiet.
final class OneEnd implements Check {

    private static final Set<String> ENDS =
            Set.of("applied", "unchanged", "superseded", "conflict", "dead");

    @Override
    public String name() {
        return "one end";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        finding.expect(evidence.noted().quiet(), "The run never came to rest.");
        var seen = new HashSet<String>();
        for (var pair : evidence.rows().pairs()) {
            finding.expect(
                    seen.add(pair.tenant() + pair.change() + pair.flow()),
                    pair.named() + " is there twice.");
            if (pair.outcome().isEmpty()) {
                finding.breach(pair.named() + " is still pending.");
            } else if (!ENDS.contains(pair.outcome().get().kind())) {
                finding.breach(pair.named() + " ended as " + pair.outcome().get().kind() + ".");
            }
        }
        for (var stray : evidence.rows().strays()) {
            finding.breach("Change " + stray.change() + " has an outcome but was never stored.");
        }
        for (var attempt : evidence.rows().attempts()) {
            finding.expect(
                    attempt.endedAt().isPresent(),
                    "Attempt " + attempt.id() + " (" + attempt.tenant() + ") was never ended.");
        }
        if (evidence.rows().pairs().isEmpty()) {
            finding.breach("The journal holds no change.");
        }
        return finding;
    }
}
