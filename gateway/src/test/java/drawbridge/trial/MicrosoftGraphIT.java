package drawbridge.trial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/// Microsoft Graph 1.0, by its own document.
class MicrosoftGraphIT extends VendorTrials {

    private static final String EVENT =
            """
            {
              "subject": "Visit",
              "body": { "contentType": "html", "content": "<p>At noon</p>" },
              "start": { "dateTime": "2026-03-02T09:00:00", "timeZone": "UTC" },
              "end": { "dateTime": "2026-03-02T10:00:00", "timeZone": "UTC" },
              "isAllDay": false,
              "attendees": [{ "type": "required", "emailAddress": { "address": "guest1@example.com" } }],
              "transactionId": "0f1e2d3c"
            }
            """;

    MicrosoftGraphIT() {
        super(VendorMock.GRAPH, "event", "/v1.0/me/events?$skiptoken=1");
    }

    @Test
    void anEventIsMadeChangedAndDeleted() throws IOException {
        Tried made = tried("create", file("event.json", EVENT));
        Tried changed =
                tried(
                        "update",
                        "e1",
                        file("change.json", "{ \"subject\": \"Visit, moved\" }"),
                        "--if-version",
                        "W/\"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw==\"");
        Tried deleted =
                tried("delete", "e1", "--if-version", "W/\"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw==\"");

        assertThat(made.code()).as(made.text()).isZero();
        assertThat(made.text()).contains("/v1.0/me/events\n");
        assertThat(changed.code()).as(changed.text()).isZero();
        assertThat(changed.text())
                .contains("PATCH ")
                .contains("/v1.0/me/events/e1\n")
                .contains("If-Match: W/\"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw==\"");
        assertThat(deleted.code()).as(deleted.text()).isZero();
    }
}
