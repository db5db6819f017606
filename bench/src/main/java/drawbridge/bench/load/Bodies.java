package drawbridge.bench.load;

import java.nio.charset.StandardCharsets;

/// What a record looks like on both sides. The Acme side sends all of it, some 960 bytes, with the
/// record's revision; three of its texts end in the number of the change that they are of.
final class Bodies {

    static final String TITLE = "Yearly visit, change ";
    static final String PLACE = "Room of change ";
    static final String NAME = "Contact of change ";

    /// As many bytes as make a body of about 960.
    private static final String NOTES =
            "The customer asked for a longer slot than last time and for the same people. Parking is"
                    + " in the yard, the bell is broken, knock twice. Bring the signed offer, the two"
                    + " samples and the list of open points from the last visit. Afterwards write down"
                    + " what was agreed, who does it and until when, and tell the back office before noon. Last year's"
                    + " papers lie in the second drawer of the front desk, with the plans of the hall.";

    private Bodies() {}

    /// The body of a webhook that tells the state of a record after so many changes.
    static byte[] webhook(int record, int change) {
        String type = change == 1 ? "created" : "updated";
        return ("{\"type\":\"visit." + type + "\",\"data\":" + visit(record, change) + "}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The record itself.
    static String visit(int record, int change) {
        StringBuilder text = new StringBuilder(1024);
        text.append("{\"id\":\"vis_")
                .append(record)
                .append("\",\"revision\":")
                .append(change)
                .append(",\"subject\":\"")
                .append(TITLE)
                .append(Visits.text(0, change))
                .append("\",\"location\":\"")
                .append(PLACE)
                .append(Visits.text(1, change))
                .append("\",\"customer_name\":\"")
                .append(NAME)
                .append(Visits.text(2, change))
                .append("\",\"email\":\"")
                .append(email(record))
                .append("\",\"phone\":\"+49 30 901820\",\"status\":\"Planned\",\"starts_at\":\"")
                .append(
                        "2027-03-02T10:00:00\",\"duration_minutes\":45,\"time_zone\":\"Europe/Berlin")
                .append(
                        "\",\"owner_id\":\"usr_17\",\"tags\":[\"visit\",\"yearly\"],\"priority\":2,")
                .append(
                        "\"room\":null,\"reminder_minutes\":30,\"created_at\":\"2026-11-01T08:00:00Z\",")
                .append("\"updated_at\":\"")
                .append(updated(change))
                .append("\",\"deleted\":false,\"notes\":\"")
                .append(NOTES)
                .append("\"}");
        return text.toString();
    }

    static String email(int record) {
        return "contact" + record + "@example.com";
    }

    private static String updated(int change) {
        return java.time.Instant.ofEpochSecond(1_793_000_000L + change).toString();
    }
}
