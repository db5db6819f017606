package drawbridge.sandbox.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// A call that was told to come back later did not come back earlier.
final class RetryAfter implements Check {

    @Override
    public String name() {
        return "retry-after";
    }

    @Override
    public boolean mayBeIdle() {
        return true;
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        evidence.books().forEach(book -> examine(book, finding));
        return finding;
    }

    private static void examine(Book book, Finding finding) {
        var told = new HashMap<List<String>, Entry>();
        for (var entry : book.entries()) {
            if (!entry.byGateway() || shared(entry)) {
                continue;
            }
            var before = told.remove(same(entry));
            if (before != null) {
                var due = before.at().plusSeconds(before.retryAfterSeconds());
                finding.expect(
                        !entry.at().isBefore(due),
                        "%s %s (%s) came at %s, before %s as line %d had been told."
                                .formatted(
                                        entry.method(),
                                        entry.path(),
                                        entry.where(),
                                        entry.at(),
                                        due,
                                        before.n()));
            }
            if (entry.retryAfterSeconds() > 0) {
                told.put(same(entry), entry);
            }
        }
    }

    /// Contacts and people are read for many records, each of which waits for itself.
    private static boolean shared(Entry entry) {
        return !entry.mayChange() && entry.path().matches(".*/(contacts|users|members)/.*");
    }

    /// What makes two calls the same: a creation is known by the reference that it carries.
    private static List<String> same(Entry entry) {
        var name = entry.side() == Side.ACME ? "external_ref" : "externalRef";
        var parts = new ArrayList<>(List.of(entry.account(), entry.method(), entry.path()));
        parts.add(entry.query());
        parts.add(Canon.text(entry.request().path(name)));
        return parts;
    }
}
