package drawbridge.sandbox.traffic;

import com.fasterxml.jackson.databind.JsonNode;

import drawbridge.sandbox.acme.Signature;
import drawbridge.sandbox.world.Account;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.WebClient;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/// Sends webhooks to the gateway that Acme never sent: the wrong ones must be turned away, the
/// broken one must be taken and kept.
final class Forger {

    private static final long STALE_SECONDS = 3_600;

    private final WebClient client;
    private final TrafficLedger ledger;
    private final InstantSource clock;
    private final Random dice;
    private int turn;
    private int underWay;

    Forger(WebClient client, TrafficLedger ledger, InstantSource clock, Random dice) {
        this.client = client;
        this.ledger = ledger;
        this.clock = clock;
        this.dice = dice;
    }

    /// How many of them have no answer in the ledger yet.
    int underWay() {
        return underWay;
    }

    /// One forgery, of each kind in turn.
    ///
    /// @param record a true record, for the delivery that is only doubled
    void forge(Account account, Optional<JsonNode> record) {
        var webhook = account.webhook();
        if (webhook == null) {
            return;
        }
        var id = "msg_forged" + Long.toHexString(dice.nextLong());
        long now = clock.instant().getEpochSecond();
        var body = "{\"type\":\"appointment.updated\",\"data\":{\"id\":\"apt_0000000000\"}}";
        var target = webhook.url();
        switch (turn++ % 4) {
            case 0 -> {
                var wrong = Signature.of("whsec_d3Jvbmcgc2VjcmV0", id, now, body);
                send(account, target, "wrong-signature", id, now, wrong, body);
            }
            case 1 -> {
                var broken = body.substring(0, body.length() / 2);
                var signature = Signature.of(webhook.secret(), id, now, broken);
                send(account, target, "broken", id, now, signature, broken);
            }
            case 2 -> {
                long then = now - STALE_SECONDS;
                var old = Signature.of(webhook.secret(), id, then, body);
                send(account, target, "stale", id, then, old, body);
            }
            default -> record.ifPresent(known -> twice(account, webhook, id, now, known));
        }
    }

    private void twice(
            Account account, Account.Webhook webhook, String id, long now, JsonNode record) {
        var body =
                "{\"type\":\"appointment.updated\",\"timestamp\":%s,\"data\":%s}"
                        .formatted(record.get("updated_at"), record);
        var signature = Signature.of(webhook.secret(), id, now, body);
        send(account, webhook.url(), "duplicate", id, now, signature, body);
        send(account, webhook.url(), "duplicate", id, now, signature, body);
    }

    private void send(
            Account account,
            String url,
            String kind,
            String id,
            long seconds,
            String signature,
            String body) {
        underWay++;
        client.postAbs(url)
                .timeout(10_000)
                .putHeader("Content-Type", "application/json")
                .putHeader("webhook-id", id)
                .putHeader("webhook-timestamp", Long.toString(seconds))
                .putHeader("webhook-signature", signature)
                .sendBuffer(Buffer.buffer(body))
                .onComplete(
                        done -> {
                            underWay--;
                            Optional<Integer> status =
                                    done.succeeded()
                                            ? Optional.of(done.result().statusCode())
                                            : Optional.empty();
                            ledger.delivered(account.account(), id, kind, status);
                        });
    }
}
