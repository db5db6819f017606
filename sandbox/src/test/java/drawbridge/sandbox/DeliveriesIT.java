package drawbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;

import drawbridge.sandbox.NotingGateway.Delivery;
import drawbridge.sandbox.acme.Signature;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class DeliveriesIT {

    private Town town;

    @BeforeEach
    void start(@TempDir Path folder) {
        town = new Town(folder);
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void everyWriteIsSentSignedSoThatAnyoneWithTheSecretCanTell() throws Exception {
        var id = town.user();

        await().until(() -> !town.gateway.deliveries.isEmpty());

        var hook = town.gateway.deliveries.getFirst();
        long at = Long.parseLong(hook.header("webhook-timestamp"));
        assertThat(hook.path()).isEqualTo("/hooks/north");
        assertThat(hook.header("webhook-id")).startsWith("msg_");
        assertThat(hook.header("webhook-signature"))
                .isEqualTo(Signature.of(Town.SECRET, hook.header("webhook-id"), at, hook.body()));
        var body = new ObjectMapper().readTree(hook.body());
        assertThat(body.get("type").asText()).isEqualTo("user.created");
        assertThat(body.at("/data/id").asText()).isEqualTo(id);
        assertThat(body.at("/data/full_name").asText()).isEqualTo("User 3");
    }

    @Test
    void aRefusedWebhookHoldsBackItsOwnRecordAlone() throws Exception {
        town.gateway.status = 500;
        var user = town.user();
        var _ = town.acme("PATCH", "/users/" + user, "{\"full_name\":\"User Three\"}");
        var _ = town.acme("POST", "/contacts", "{\"last_name\":\"17\"}");

        await().until(() -> sent("contact.created") >= 2 && sent("user.created") >= 2);

        assertThat(sent("user.updated")).isZero();
        town.gateway.status = 202;
        await().until(() -> sent("user.updated") == 1);
    }

    private long sent(String type) {
        return town.gateway.deliveries.stream()
                .filter(hook -> hook.body().contains("\"" + type + "\""))
                .count();
    }

    @Test
    void aRefusedWebhookIsSentAgainUnderTheSameId() throws Exception {
        town.gateway.status = 500;
        var _ = town.user();
        await().until(() -> town.gateway.deliveries.size() >= 2);
        town.gateway.status = 202;
        int before = town.gateway.deliveries.size();

        await().until(() -> town.gateway.deliveries.size() > before);

        assertThat(town.gateway.deliveries.stream().map(d -> d.header("webhook-id")).distinct())
                .hasSize(1);
        await().until(() -> waiting() == 0);
    }

    @Test
    void sendsTwiceOnRequest() throws Exception {
        var _ = town.control("PUT", town.acme + "/control/faults", "{\"duplicateRate\":1}");
        var _ = town.user();

        await().until(() -> town.gateway.deliveries.size() >= 2);

        assertThat(town.gateway.deliveries.stream().map(d -> d.header("webhook-id")).distinct())
                .hasSize(1);
    }

    @Test
    void letsLaterChangesPassOnRequest() throws Exception {
        var _ = town.control("PUT", town.acme + "/control/faults", "{\"reorderRate\":1}");
        var held = town.user();
        var _ = town.control("PUT", town.acme + "/control/faults", "{}");
        var later = town.user();

        await().until(() -> town.gateway.deliveries.size() == 2);

        assertThat(town.gateway.deliveries.get(0).body()).contains(later);
        assertThat(town.gateway.deliveries.get(1).body()).contains(held);
    }

    @Test
    void theAppPushesItsOwnChangesInOrderAndNoneOfTheGateways() throws Exception {
        var member = town.member();
        var _ = town.app("POST", "/events", Town.eventBody(member, "By the gateway"));
        town.gateway.status = 503;
        var body = Town.eventBody(member, "Version 1");
        var id = town.traffic("POST", town.app + "/v1/events", body).text("id");
        var event = town.app + "/v1/events/" + id;
        var _ = town.traffic("PATCH", event, "{\"title\":\"Version 2\"}");
        var _ = town.traffic("DELETE", event, "");
        await().until(() -> !town.gateway.deliveries.isEmpty());
        town.gateway.status = 202;

        await().until(() -> pushes().stream().anyMatch(d -> d.method().equals("DELETE")));

        var distinct = pushes().stream().map(d -> d.header("idempotency-key")).distinct().toList();
        assertThat(distinct).hasSize(3);
        assertThat(pushes()).allMatch(d -> d.path().equals("/v1/tenants/north/event/" + id));
        assertThat(pushes()).allMatch(d -> d.header("authorization").equals("Bearer push-token"));
        assertThat(pushes().getFirst().body()).contains("Version 1");
        assertThat(pushes().get(pushes().size() - 2).body()).contains("Version 2");
    }

    private List<Delivery> pushes() {
        return town.gateway.deliveries.stream()
                .filter(delivery -> delivery.path().startsWith("/v1/"))
                .toList();
    }

    private int waiting() throws Exception {
        return town.control("GET", town.acme + "/control/health", "").body().get("waiting").asInt();
    }
}
