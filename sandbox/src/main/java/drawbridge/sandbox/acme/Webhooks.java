package drawbridge.sandbox.acme;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Effect;
import drawbridge.sandbox.world.Message;
import drawbridge.sandbox.world.Message.Parcel;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Tells a customer's URL of every change, in the manner of Standard Webhooks
/// (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
final class Webhooks {

    private final Acme acme;
    private final InstantSource clock;
    private final Random dice;

    Webhooks(Acme acme, InstantSource clock, Random dice) {
        this.acme = acme;
        this.clock = clock;
        this.dice = dice;
    }

    Optional<Message> message(Account account, Effect effect) {
        if (account.webhook() == null) {
            return Optional.empty();
        }
        var doc = effect.doc();
        var id = "msg_" + Long.toHexString(dice.nextLong()) + Long.toHexString(doc.sequence());
        return Optional.of(
                new Message(
                        id,
                        account.account(),
                        "webhook",
                        "POST",
                        account.account() + "/" + doc.id(),
                        now -> parcel(now, id, effect),
                        effect));
    }

    private Optional<Parcel> parcel(Account account, String id, Effect effect) {
        return Optional.ofNullable(account.webhook())
                .map(
                        webhook -> {
                            var body = body(effect);
                            long at = clock.instant().getEpochSecond();
                            var signature = Signature.of(webhook.secret(), id, at, body);
                            return new Parcel(
                                    webhook.url(),
                                    Map.of(
                                            "webhook-id", id,
                                            "webhook-timestamp", Long.toString(at),
                                            "webhook-signature", signature),
                                    Optional.of(body));
                        });
    }

    private String body(Effect effect) {
        var doc = effect.doc();
        var body = JsonNodeFactory.instance.objectNode();
        body.put("type", effect.kind().name() + "." + word(effect.op()));
        body.put("timestamp", Acme.iso(doc.changedAt()));
        body.set("data", acme.render(effect.kind(), doc));
        return body.toString();
    }

    private static String word(Effect.Op op) {
        return switch (op) {
            case CREATE -> "created";
            case UPDATE, NONE -> "updated";
            case DELETE -> "deleted";
        };
    }
}
