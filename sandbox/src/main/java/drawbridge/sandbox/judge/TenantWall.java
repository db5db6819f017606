package drawbridge.sandbox.judge;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// No call for one customer carried another's credential, record or reference.
final class TenantWall implements Check {

    @Override
    public String name() {
        return "tenant wall";
    }

    @Override
    public Finding examine(Evidence evidence) {
        var finding = new Finding();
        Map<String, String> owners = new HashMap<>(evidence.noted().credentials());
        for (var book : evidence.books()) {
            for (var entry : book.entries()) {
                entry.issued().ifPresent(token -> owners.put(token, entry.account()));
            }
        }
        for (var book : evidence.books()) {
            for (var entry : book.entries()) {
                if (entry.fromGateway() && !entry.account().isEmpty()) {
                    finding.look();
                    credential(owners, entry, finding);
                    records(book, entry, finding);
                    attribution(evidence, entry, finding);
                }
            }
        }
        return finding;
    }

    private static void credential(Map<String, String> owners, Entry entry, Finding finding) {
        var owner = entry.credential().map(owners::get);
        if (owner.filter(name -> !name.equals(entry.account())).isPresent()) {
            finding.breach(
                    "%s reached the account %s with a token of %s."
                            .formatted(call(entry), entry.account(), owner.get()));
        }
    }

    /// A record that the path names is this customer's, if it is anybody's.
    private static void records(Book book, Entry entry, Finding finding) {
        for (var part : entry.path().split("/", -1)) {
            var owners = book.accountsOf(part);
            if (!owners.isEmpty() && !owners.contains(entry.account())) {
                finding.breach(
                        "%s asks %s for the record %s of %s."
                                .formatted(
                                        call(entry),
                                        entry.account(),
                                        part,
                                        String.join(", ", owners)));
            }
        }
    }

    private static void attribution(Evidence evidence, Entry entry, Finding finding) {
        entry.attempt()
                .flatMap(evidence::attempt)
                .filter(attempt -> !attempt.tenant().equals(entry.account()))
                .ifPresent(
                        attempt ->
                                finding.breach(
                                        "%s reached the account %s for the tenant %s."
                                                .formatted(
                                                        call(entry),
                                                        entry.account(),
                                                        attempt.tenant())));
        var name = entry.side() == Side.ACME ? "external_ref" : "externalRef";
        link(evidence, Canon.text(entry.request().path(name)), entry, finding);
    }

    private static void link(Evidence evidence, String reference, Entry entry, Finding finding) {
        try {
            evidence.link(UUID.fromString(reference))
                    .filter(link -> !link.tenant().equals(entry.account()))
                    .ifPresent(
                            link ->
                                    finding.breach(
                                            "%s carries the reference of a record of %s."
                                                    .formatted(call(entry), link.tenant())));
        } catch (IllegalArgumentException _) {
            // It is no reference of ours.
        }
    }

    private static String call(Entry entry) {
        return "%s %s (%s)".formatted(entry.method(), entry.path(), entry.where());
    }
}
