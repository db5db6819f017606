package drawbridge.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Optional;

/// Meetings of one person of one customer on one day, made in Acme and looked for in the app.
final class Meetings {

    private static final String USER = "user1@example.com";

    private final SandboxControl acme;
    private final SandboxControl app;
    private final String account;
    private final LocalDate day;

    Meetings(SandboxControl acme, SandboxControl app, String account, LocalDate day) {
        this.acme = acme;
        this.app = app;
        this.account = account;
        this.day = day;
    }

    /// Half an hour in Berlin.
    ///
    /// @param hour of the day, there
    JsonNode create(String title, int hour) throws IOException {
        return create(title, hour, 30, "");
    }

    /// The same, of another length.
    ///
    /// @param where empty: nowhere
    JsonNode create(String title, int hour, int minutes, String where) throws IOException {
        var user =
                acme.as(account, "GET", "/api/v2/users?email=" + USER, none()).path("data").path(0);
        var fields = none();
        fields.put("owner_id", user.path("id").asText()).put("subject", title);
        fields.put("starts_at", "%sT%02d:00:00".formatted(day, hour))
                .put("duration_minutes", minutes);
        fields.put("time_zone", "Europe/Berlin");
        if (!where.isEmpty()) {
            fields.put("location", where);
        }
        return acme.as(account, "POST", "/api/v2/appointments", fields);
    }

    Optional<JsonNode> inApp(String title) throws IOException {
        var member =
                app.as(account, "GET", "/v1/members?mail=" + USER, none()).path("items").path(0);
        var path = "/v1/events?memberId=" + member.path("id").asText() + "&day=" + day;
        for (var event : app.as(account, "GET", path, none()).path("items")) {
            if (event.path("title").asText().equals(title)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    private static ObjectNode none() {
        return Http.JSON.createObjectNode();
    }
}
