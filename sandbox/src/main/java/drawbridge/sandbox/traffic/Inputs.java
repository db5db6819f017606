package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.traffic.InputFile.Row;
import drawbridge.sandbox.traffic.Newcomers.Person;
import drawbridge.sandbox.world.Ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Appointments and e-mails as two files have them, in Acme's words. Their people get numbers that
/// the traffic's own people never have.
final class Inputs {

    static final String SUBJECT = "Appointment ";

    private static final int APART = 10_000;
    private static final Pattern OWNER = Pattern.compile("user(\\d{5,9})@example\\.com");
    private static final Instant EPOCH = Instant.parse("2016-01-01T00:00:00Z");

    private final InputFile appointments;
    private final InputFile emails;
    private final TreeMap<Integer, Person> users = new TreeMap<>();
    private final Map<String, Person> contacts = new LinkedHashMap<>();
    private final List<Person> owners;

    /// Acme's ids of people, by their e-mail.
    record Ids(Map<String, String> users, Map<String, String> contacts) {}

    private Inputs(InputFile appointments, InputFile emails) {
        this.appointments = appointments;
        this.emails = emails;
        for (var row : emails.rows()) {
            number(row, "sender").ifPresent(n -> users.computeIfAbsent(n, Inputs::user));
            number(row, "recipient").map(Inputs::recipient).ifPresent(this::know);
        }
        if (users.isEmpty()) {
            for (int n = 1; n <= 4; n++) {
                users.put(n, user(n));
            }
        }
        appointments.rows().forEach(row -> know(row.get("contact_id")));
        this.owners = List.copyOf(users.values());
    }

    static Inputs read(Optional<Path> appointments, Optional<Path> emails) throws IOException {
        var none = new InputFile(List.of(), List.of());
        return new Inputs(
                appointments.isPresent()
                        ? InputFile.read(
                                appointments.get(),
                                List.of("appointment_id", "contact_id", "starts_on", "location"))
                        : none,
                emails.isPresent()
                        ? InputFile.read(emails.get(), List.of("sender", "recipient", "seconds"))
                        : none);
    }

    Collection<Person> users() {
        return owners;
    }

    Collection<Person> contacts() {
        return contacts.values();
    }

    InputFile appointments() {
        return appointments;
    }

    InputFile emails() {
        return emails;
    }

    /// @param ids Acme's ids of users and contacts
    ObjectNode appointment(Row row, Ids ids) {
        var contact = row.get("contact_id");
        int number = Integer.parseInt("0" + contact.replaceAll("\\D", ""));
        var owner = owners.get(number % owners.size());
        return JsonNodeFactory.instance
                .objectNode()
                .put("owner_id", ids.users().get(owner.mail()))
                .put("contact_id", ids.contacts().get(contact(contact).mail()))
                .put("subject", SUBJECT + row.get("appointment_id"))
                .put("all_day_on", row.get("starts_on"))
                .put("location", row.get("location"));
    }

    /// @param ids Acme's ids of users and contacts
    ObjectNode email(Row row, Ids ids) {
        var user = number(row, "sender").map(n -> ids.users().get(user(n).mail()));
        var contact =
                number(row, "recipient").map(n -> ids.contacts().get(contact(recipient(n)).mail()));
        var at =
                number(row, "seconds")
                        .map(seconds -> Ledger.MILLIS.format(EPOCH.plusSeconds(seconds)));
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "email")
                .put("direction", "outbound")
                .put("user_id", user.orElse(null))
                .put("contact_id", contact.orElse(null))
                .put("occurred_at", at.orElse(row.get("seconds")))
                .put("external_id", Long.toString(row.line()));
    }

    static boolean isOwner(String mail) {
        var owner = OWNER.matcher(mail);
        return owner.matches() && Integer.parseInt(owner.group(1)) > APART;
    }

    private static String recipient(int number) {
        return Integer.toString(APART + number);
    }

    private static Optional<Integer> number(Row row, String name) {
        var text = row.get(name);
        return text.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static Person user(int number) {
        int apart = APART + number;
        return new Person("User " + apart, "user" + apart + "@example.com", "");
    }

    private void know(String name) {
        var _ = contact(name);
    }

    /// @param name `10017`, or `C00017` as another file calls its own
    private Person contact(String name) {
        return contacts.computeIfAbsent(
                name,
                _ ->
                        new Person(
                                "Contact " + name,
                                "contact"
                                        + name.toLowerCase(java.util.Locale.ROOT)
                                        + "@example.com",
                                "+49 30 55%06d".formatted(contacts.size() + 1)));
    }
}
