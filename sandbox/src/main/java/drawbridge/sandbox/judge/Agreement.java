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
/// belongs to which group, and where the customers differ.
///
/// | customer | days in | place at Acme | leaves out | its value stands |
/// | --- | --- | --- | --- | --- |
/// | south | Vienna | room | the customer's phone | title: Acme's |
/// | west | New York | room | the customer's e-mail | title: the app's; place: Acme's |
/// | east | Chicago | location | the customer, and zones | title and owner: Acme's; status: the app's |
/// | others | Berlin | location | | |
final class Agreement {

    /// Where a customer has ways of its own.
    ///
    /// @param winners whose value stands when both sides changed a group at once
    ///
    /// @param old whether Acme is reached by its old API, which knows no customers and no zones
    private record Ways(
            String zone,
            String place,
            boolean phone,
            boolean mail,
            boolean old,
            Map<Group, Side> winners) {

        Ways(String zone, String place, boolean phone, boolean mail, Map<Group, Side> winners) {
            this(zone, place, phone, mail, false, winners);
        }
    }

    private static final Ways USUAL = new Ways("Europe/Berlin", "location", true, true, Map.of());
    private static final Map<String, Ways> OWN =
            Map.of(
                    "east",
                    new Ways(
                            "America/Chicago",
                            "location",
                            false,
                            false,
                            true,
                            Map.of(
                                    Group.TITLE,
                                    Side.ACME,
                                    Group.OWNER,
                                    Side.ACME,
                                    Group.STATUS,
                                    Side.APP)),
                    "south",
                    new Ways("Europe/Vienna", "room", false, true, Map.of(Group.TITLE, Side.ACME)),
                    "west",
                    new Ways(
                            "America/New_York",
                            "room",
                            true,
                            false,
                            Map.of(Group.TITLE, Side.APP, Group.PLACE, Side.ACME)));

    private static final Map<String, Group> ACME =
            Map.of(
                    "starts_at", Group.TIME,
                    "duration_minutes", Group.TIME,
                    "time_zone", Group.TIME,
                    "all_day_on", Group.TIME,
                    "repeats", Group.TIME,
                    "exceptions", Group.TIME,
                    "subject", Group.TITLE,
                    "status", Group.STATUS,
                    "owner_id", Group.OWNER,
                    "contact_id", Group.CUSTOMER);
    private static final Map<String, Group> APP =
            Map.ofEntries(
                    Map.entry("allDay", Group.TIME),
                    Map.entry("start", Group.TIME),
                    Map.entry("end", Group.TIME),
                    Map.entry("zone", Group.TIME),
                    Map.entry("recurrence", Group.TIME),
                    Map.entry("exdates", Group.TIME),
                    Map.entry("overrides", Group.TIME),
                    Map.entry("title", Group.TITLE),
                    Map.entry("state", Group.STATUS),
                    Map.entry("place", Group.PLACE),
                    Map.entry("memberId", Group.OWNER),
                    Map.entry("customer", Group.CUSTOMER));

    private static Ways of(String account) {
        return OWN.getOrDefault(account, USUAL);
    }

    /// Where the customer's days begin and end.
    ZoneId zone(String account) {
        return ZoneId.of(of(account).zone());
    }

    /// A zone as far as both systems keep it.
    String zone(String account, String zone) {
        return of(account).old() ? "any zone" : zone;
    }

    /// Whether Acme is reached by its old API: its webhooks tell what changed and not the whole
    /// record, and its writes have no preconditions.
    boolean isOld(String account) {
        return of(account).old();
    }

    String acmePlace(String account) {
        return of(account).place();
    }

    /// Whose value stands when both sides changed the group at once, so that nobody is asked.
    Optional<Side> winner(String account, Group group) {
        return Optional.ofNullable(of(account).winners().get(group));
    }

    /// Whether this side's value gave way, as was settled beforehand.
    boolean givesWay(RecordKey key, Group group) {
        return winner(key.account(), group).filter(side -> side != key.side()).isPresent();
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
        var ways = of(account);
        return ways.old()
                ? ""
                : name + " | " + (ways.phone() ? phone : "") + " | " + (ways.mail() ? mail : "");
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
