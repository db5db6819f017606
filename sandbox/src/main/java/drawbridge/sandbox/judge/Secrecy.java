package drawbridge.sandbox.judge;

/// No secret of the run stands where anybody could read it: in no log, in no answer of the ops API,
/// in no row of the journal.
final class Secrecy implements Check {

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public boolean mayBeIdle() {
        return true;
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        var leaks = evidence.noted().leaks();
        for (long i = 0; i < leaks.looked(); i++) {
            finding.look();
        }
        leaks.found().forEach(finding::breach);
        return finding;
    }
}
