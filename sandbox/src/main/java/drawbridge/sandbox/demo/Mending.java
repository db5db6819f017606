package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/// Takes away, in the system where a record stands, what the other one refuses: a long title, a
/// long place, too many days, an asterisk.
final class Mending {

    private static final int LONGEST_TITLE = 80;
    private static final int LONGEST_PLACE = 60;
    private static final String STAR = " *";

    private final SandboxControl acme;
    private final SandboxControl app;

    Mending(SandboxControl acme, SandboxControl app) {
        this.acme = acme;
        this.app = app;
    }

    /// Whether there was something to mend, and it was mended.
    boolean mend(JsonNode item) throws IOException {
        var account = item.path("tenant").asText();
        boolean inAcme = mendAppointment(account, item.at("/acme/id").asText());
        boolean inApp = mendEvent(account, item.at("/app/id").asText());
        return inAcme || inApp;
    }

    private boolean mendAppointment(String account, String id) throws IOException {
        if (id.isEmpty()) {
            return false;
        }
        var path = "/api/v2/appointments/" + id;
        var record = acme.as(account, "GET", path, fields());
        var mended = fields();
        var title = record.path("subject").asText();
        if (title.length() > LONGEST_TITLE) {
            mended.put("subject", "Said in short" + title.substring(title.lastIndexOf(" #")));
        }
        for (var place : List.of("location", "room")) {
            if (record.path(place).asText().length() > LONGEST_PLACE) {
                mended.put(place, "Second floor");
            }
        }
        return patch(acme, account, path, mended);
    }

    private boolean mendEvent(String account, String id) throws IOException {
        if (id.isEmpty()) {
            return false;
        }
        var path = "/v1/events/" + id;
        var record = app.as(account, "GET", path, fields());
        var mended = fields();
        if (record.path("allDay").asBoolean()) {
            var first = LocalDate.parse(record.path("start").asText());
            var end = first.plusDays(1).toString();
            if (!record.path("end").asText().equals(end)) {
                mended.put("end", end);
            }
        }
        var title = record.path("title").asText();
        if (title.endsWith(STAR)) {
            mended.put("title", title.substring(0, title.length() - STAR.length()));
        }
        return patch(app, account, path, mended);
    }

    /// Whether Acme shows no meeting of the number that ends the title of the item's event, which
    /// may be deleted by now.
    boolean isMissingInAcme(JsonNode item) throws IOException {
        var account = item.path("tenant").asText();
        var event = item.at("/app/id").asText();
        for (var fact : app.facts(account)) {
            var title = fact.path("title").asText();
            int mark = title.lastIndexOf('#');
            if (fact.path("id").asText().equals(event) && mark >= 0) {
                return !isInAcme(account, title.substring(mark));
            }
        }
        return false;
    }

    private boolean isInAcme(String account, String number) throws IOException {
        for (var fact : acme.facts(account)) {
            if (!fact.path("deleted").asBoolean() && fact.path("title").asText().endsWith(number)) {
                return true;
            }
        }
        return false;
    }

    private static boolean patch(
            SandboxControl side, String account, String path, ObjectNode mended)
            throws IOException {
        if (mended.isEmpty()) {
            return false;
        }
        var _ = side.as(account, "PATCH", path, mended);
        return true;
    }

    private static ObjectNode fields() {
        return Http.JSON.createObjectNode();
    }
}
