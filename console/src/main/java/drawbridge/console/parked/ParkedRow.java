package drawbridge.console.parked;

import drawbridge.opsapi.Parked;

/// A line of the list.
public record ParkedRow(Parked item, Progress progress) {

    /// Names an item among all tenants.
    public record Key(String tenant, String id) {}

    static Key key(Parked item) {
        return new Key(item.tenant(), item.id());
    }

    /// Names the item of this line.
    public Key key() {
        return key(item);
    }

    ParkedRow with(Parked newer) {
        return new ParkedRow(newer, progress);
    }

    ParkedRow with(Progress next) {
        return new ParkedRow(item, next);
    }

    /// The record that people know it by.
    public String recordName() {
        return recordName(item);
    }

    /// The record that people know the item by, or how many it stands for; what could not be read
    /// names none.
    public static String recordName(Parked item) {
        var known = item.acme() != null ? item.acme() : item.app();
        if (known != null) {
            return known.id();
        }
        return item.records() > 1 ? item.records() + " records" : "unknown record";
    }
}
