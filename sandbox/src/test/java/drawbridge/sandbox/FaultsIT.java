package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class FaultsIT {

    private Town town;
    private String owner;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        town = new Town(folder);
        owner = town.user();
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void aLostAnswerHasHadItsEffect() throws Exception {
        faults("{\"lostAnswerRate\":1}");

        for (int i = 0; i < 6; i++) {
            try {
                var body = Town.appointmentBody(owner, "Lost " + i);
                assertThat(town.acme("POST", "/appointments", body).status()).isEqualTo(500);
            } catch (IOException reset) {
                assertThat(reset).isNotNull();
            }
        }

        faults("{}");
        var records = town.acme("GET", "/appointments", "").body().get("data");
        var entries = ledger();
        assertThat(records.size()).isBetween(6, 12); // a client may repeat after a reset
        assertThat(entries.findValuesAsText("fault")).contains("lost");
        assertThat(entries.findValuesAsText("op"))
                .filteredOn("create"::equals)
                .hasSize(records.size() + 1);
    }

    @Test
    void tooManyCallsAreToldWhenToComeBack() throws Exception {
        faults("{\"throttle\":{\"remaining\":2,\"retryAfterSeconds\":7}}");

        var first = town.acme("GET", "/users", "");
        var second = town.acme("GET", "/users", "");
        var third = town.acme("GET", "/users", "");

        assertThat(first.status()).isEqualTo(429);
        assertThat(first.raw().headers().firstValue("Retry-After")).contains("7");
        assertThat(second.status()).isEqualTo(429);
        assertThat(third.status()).isEqualTo(200);
        assertThat(ledger().findValuesAsText("retryAfterSeconds")).contains("7");
    }

    @Test
    void anErrorComesBeforeAnyEffect() throws Exception {
        faults("{\"errorRate\":1}");

        var failed = town.acme("POST", "/appointments", Town.appointmentBody(owner, "Failed"));

        faults("{}");
        assertThat(failed.status()).isEqualTo(500);
        assertThat(town.acme("GET", "/appointments", "").body().get("data")).isEmpty();
    }

    @Test
    void anOutageHitsTheGatewayAlone() throws Exception {
        faults("{\"down\":true}");

        int answered = 0;
        for (int i = 0; i < 8; i++) {
            try {
                assertThat(town.acme("GET", "/users", "").status()).isEqualTo(503);
                answered++;
            } catch (IOException reset) {
                assertThat(reset).isNotNull();
            }
        }

        assertThat(answered).isPositive();
        assertThat(town.traffic("GET", town.acme + "/api/v2/users", "").status()).isEqualTo(200);
        assertThat(town.call("GET", town.acme + "/", "").status()).isEqualTo(200);
        assertThat(town.control("GET", town.acme + "/control/health", "").status()).isEqualTo(200);
    }

    @Test
    void theLedgerTellsWhoDidWhatToWhichRecord() throws Exception {
        var id = town.appointment(owner, "Told");
        var _ =
                town.acme(
                        "PATCH",
                        "/appointments/" + id,
                        "{\"room\":\"4\"}",
                        "Drawbridge-Attempt",
                        "a-1");

        var entries = ledger();
        JsonNode last = entries.get(0);
        for (var entry : entries) {
            last = entry.path("kind").asText().equals("call") ? entry : last;
        }

        assertThat(last.get("actor").asText()).isEqualTo("gateway");
        assertThat(last.get("attempt").asText()).isEqualTo("a-1");
        assertThat(last.at("/effect/op").asText()).isEqualTo("update");
        assertThat(last.at("/effect/changed/0").asText()).isEqualTo("room");
        assertThat(last.at("/effect/record/room").asText()).isEqualTo("4");
        assertThat(entries.toString()).doesNotContain("acme-north");
    }

    @Test
    void refusesFaultsThatCannotBe() throws Exception {
        var refused = town.control("PUT", town.acme + "/control/faults", "{\"errorRate\":2}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("errorRate must be from 0 to 1");
        assertThat(town.call("GET", town.acme + "/control/ledger", "").status()).isEqualTo(401);
    }

    private void faults(String body) throws Exception {
        assertThat(town.control("PUT", town.acme + "/control/faults", body).status())
                .isEqualTo(200);
    }

    private JsonNode ledger() throws Exception {
        return town.control("GET", town.acme + "/control/ledger?after=0", "").body();
    }
}
