package drawbridge.trial;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.ResourceName;
import drawbridge.system.HttpRemote;
import drawbridge.system.Listing.Page;
import drawbridge.system.Listing.Sign;
import drawbridge.system.Outcomes;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Google Calendar v3, by its own document.
class GoogleCalendarIT extends VendorTrials {

    private static final String EVENT =
            """
            {
              "summary": "Visit",
              "start": { "dateTime": "2026-03-02T09:00:00+01:00", "timeZone": "Europe/Berlin" },
              "end": { "dateTime": "2026-03-02T10:00:00+01:00", "timeZone": "Europe/Berlin" },
              "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=3"],
              "attendees": [{ "email": "guest1@example.com" }],
              "extendedProperties": { "private": { "drawbridge": "0f1e2d3c" } }
            }
            """;

    GoogleCalendarIT() {
        super(VendorMock.GOOGLE, "event", "string");
    }

    @Test
    void anEventIsMadeChangedAndDeleted() throws IOException {
        Tried made = tried("create", file("event.json", EVENT));
        Tried changed =
                tried(
                        "update",
                        "e1",
                        file("change.json", "{ \"start\": { \"date\": \"2026-03-03\" } }"),
                        "--if-version",
                        "\"3181161784712000\"");
        Tried deleted = tried("delete", "e1", "--if-version", "\"3181161784712000\"");

        assertThat(made.code()).as(made.text()).isZero();
        assertThat(made.text()).contains("/calendar/v3/calendars/primary/events\n");
        assertThat(changed.code()).as(changed.text()).isZero();
        assertThat(changed.text())
                .contains("PATCH ")
                .contains("/calendar/v3/calendars/primary/events/e1\n")
                .contains("If-Match: \"3181161784712000\"");
        assertThat(deleted.code()).as(deleted.text()).isZero();
    }

    @Test
    void theTokenOfTheLastPageIsShownTheNextTime() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpRemote remote = mock.remote(vertx, wire -> asked.add(wire.address()));
        TenantId tenant = TenantId.named("mock");
        ResourceName events = new ResourceName("google-calendar", "event");

        Page last = Outcomes.of(remote.page(tenant, events, Instant.EPOCH, Optional.empty()));
        String token = ((Sign.Token) last.sign()).cursor();
        Page next = Outcomes.of(remote.page(tenant, events, Instant.EPOCH, Optional.of(token)));

        assertThat(next.rows()).isNotEmpty();
        assertThat(asked.getLast())
                .endsWith("/calendar/v3/calendars/primary/events?maxResults=250&syncToken=string");
        Outcomes.of(vertx.close());
    }
}
