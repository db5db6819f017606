package drawbridge.sandbox.judge;

/// Before every call that could change a system the gateway had written down that it would make it,
/// for this customer and this record.
final class Attempts implements Check {

    @Override
    public String name() {
        return "attempts";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        for (var book : evidence.books()) {
            for (var entry : book.entries()) {
                if (entry.byGateway() && entry.mayChange()) {
                    finding.look();
                    examine(evidence, entry, finding);
                }
            }
        }
        return finding;
    }

    /// A figure `7/2026-03-02/calls` lies beneath its member.
    private static String figure(String id) {
        return "/" + id.replaceFirst("/", "/touchpoints/");
    }

    private static void examine(Evidence evidence, Entry entry, Finding finding) {
        var call = "%s %s (%s)".formatted(entry.method(), entry.path(), entry.where());
        if (entry.attempt().isEmpty()) {
            finding.breach(call + " names no attempt.");
            return;
        }
        var found = evidence.attempt(entry.attempt().get());
        if (found.isEmpty()) {
            finding.breach(
                    call
                            + " names attempt "
                            + entry.attempt().get()
                            + ", of which there is no row.");
            return;
        }
        var attempt = found.get();
        if (attempt.startedAt().isAfter(entry.at().plusMillis(1))) {
            finding.breach(call + " came before its attempt " + attempt.id() + ".");
        }
        boolean elsewhere =
                !attempt.recordId().isEmpty()
                        && !entry.path().endsWith("/" + attempt.recordId())
                        && !entry.path().endsWith(figure(attempt.recordId()));
        if (attempt.target() != entry.side() || elsewhere) {
            finding.breach(call + " is not what attempt " + attempt.id() + " was for.");
        }
    }
}
