package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.judge.Entry.Effect;

import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the two systems were meant to agree on, in the judge's own words: which native field
/// belongs to which group, and where the customers differ. South keeps the place in Acme's room,
/// leaves out the customer's phone, and lets Acme's title win.
final class Agreement {

    private static final String SOUTH = "south";

    private static final Map<String, Group> ACME =
            Map.of(
                    "starts_at", Group.TIME,
                    "duration_minutes", Group.TIME,
                    "time_zone", Group.TIME,
                    "all_day_on", Group.TIME,
                    "subject", Group.TITLE,
                    "status", Group.STATUS,
                    "owner_id", Group.OWNER,
                    "contact_id", Group.CUSTOMER);
    private static final Map<String, Group> APP =
            Map.of(
                    "allDay", Group.TIME,
                    "start", Group.TIME,
                    "end", Group.TIME,
                    "zone", Group.TIME,
                    "title", Group.TITLE,
                    "state", Group.STATUS,
                    "place", Group.PLACE,
                    "memberId", Group.OWNER,
                    "customer", Group.CUSTOMER);

    String acmePlace(String account) {
        return account.equals(SOUTH) ? "room" : "location";
    }

    /// Where the customer's days begin and end.
    ZoneId zone(String account) {
        return ZoneId.of(account.equals(SOUTH) ? "Europe/Vienna" : "Europe/Berlin");
    }

    boolean carriesPhone(String account) {
        return !account.equals(SOUTH);
    }

    /// When both sides changed the group at once, Acme's value stands and nobody is asked.
    boolean acmeWins(String account, Group group) {
        return account.equals(SOUTH) && group == Group.TITLE;
    }

    Optional<Group> group(String account, Side side, String field) {
        return switch (side) {
            case ACME ->
                    field.equals(acmePlace(account))
                            ? Optional.of(Group.PLACE)
                            : Optional.ofNullable(ACME.get(field));
            case APP -> Optional.ofNullable(APP.get(field));
        };
    }

    String customer(String account, String name, String phone, String mail) {
        return name + " | " + (carriesPhone(account) ? phone + " | " : "") + mail;
    }

    /// What a contact of Acme is to the app.
    String customer(String account, JsonNode contact) {
        var name =
                (Canon.text(contact.path("first_name"))
                                + " "
                                + Canon.text(contact.path("last_name")))
                        .strip();
        return customer(
                account,
                name,
                Canon.phone(contact.path("phone")),
                Canon.mail(contact.path("email")));
    }

    Version version(Entry entry, Effect effect, Optional<Version> before, People people) {
        var values = new EnumMap<Group, String>(Group.class);
        before.ifPresent(known -> values.putAll(known.values()));
        boolean gone = effect.op().equals("delete");
        var key = entry.key(effect);
        if (!gone && key.isMeeting()) {
            values.putAll(
                    Native.values(this, people, entry.account(), entry.side(), effect.record()));
        } else if (!gone && key.resource().equals("contact")) {
            values.put(Group.CUSTOMER, customer(entry.account(), effect.record()));
        }
        var contact = Canon.text(effect.record().path("contact_id"));
        return new Version(
                entry.n(),
                entry.at(),
                entry.actor(),
                effect.op().equals("create"),
                gone,
                values,
                changed(key, effect),
                entry.attempt(),
                Optional.of(contact).filter(id -> !id.isEmpty()));
    }

    private Set<Group> changed(RecordKey key, Effect effect) {
        if (key.resource().equals("contact")) {
            return EnumSet.of(Group.CUSTOMER);
        }
        if (effect.op().equals("create")) {
            return EnumSet.allOf(Group.class);
        }
        var groups = EnumSet.noneOf(Group.class);
        effect.changed()
                .forEach(name -> group(key.account(), key.side(), name).ifPresent(groups::add));
        return groups;
    }
}
