package drawbridge.sandbox.judge;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The customer of an appointment is its contact, whose name may change later.
final class Customers {

    private Customers() {}

    /// Every customer that the appointment ever showed.
    static Set<String> shown(Evidence evidence, History appointment) {
        var shown = new HashSet<String>();
        for (var version : appointment.versions()) {
            if (version.contact().isEmpty()) {
                shown.add(nobody(evidence, appointment));
            }
            contact(evidence, appointment, version)
                    .ifPresent(
                            contact ->
                                    contact.versions()
                                            .forEach(v -> shown.add(v.value(Group.CUSTOMER))));
        }
        return shown;
    }

    /// How often the customer may have changed: by another contact, or by a contact that changed.
    static long changes(Evidence evidence, History appointment) {
        long changes = 0;
        var contacts = new HashSet<RecordKey>();
        for (var version : appointment.versions()) {
            changes += version.changed().contains(Group.CUSTOMER) ? 1 : 0;
            var contact = contact(evidence, appointment, version);
            if (contact.isPresent() && contacts.add(contact.get().key())) {
                changes += contact.get().versions().size();
            }
        }
        return changes;
    }

    private static Optional<History> contact(
            Evidence evidence, History appointment, Version version) {
        var account = appointment.key().account();
        return version.contact()
                .flatMap(
                        id ->
                                evidence.book(Side.ACME)
                                        .history(new RecordKey(account, Side.ACME, "contact", id)));
    }

    private static String nobody(Evidence evidence, History appointment) {
        return evidence.agreement().customer(appointment.key().account(), "", "", "");
    }
}
