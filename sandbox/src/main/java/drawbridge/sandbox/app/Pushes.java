package drawbridge.sandbox.app;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Effect;
import drawbridge.sandbox.world.Effect.Op;
import drawbridge.sandbox.world.Message;
import drawbridge.sandbox.world.Message.Parcel;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Puts each change that the app's own people made to the customer's gateway, in order per event.
final class Pushes {

    private final App app;
    private final Random dice;

    Pushes(App app, Random dice) {
        this.app = app;
        this.dice = dice;
    }

    Optional<Message> message(Account account, Effect effect) {
        if (account.push() == null) {
            return Optional.empty();
        }
        var doc = effect.doc();
        var key = new UUID(dice.nextLong(), dice.nextLong()).toString();
        return Optional.of(
                new Message(
                        key,
                        account.account(),
                        "push",
                        gone(effect) ? "DELETE" : "PUT",
                        account.account() + "/" + doc.id(),
                        now -> parcel(now, key, effect),
                        effect));
    }

    private Optional<Parcel> parcel(Account account, String key, Effect effect) {
        return Optional.ofNullable(account.push())
                .map(
                        push ->
                                new Parcel(
                                        push.url() + "/event/" + effect.doc().id(),
                                        Map.of(
                                                "Authorization",
                                                "Bearer " + push.token(),
                                                "Idempotency-Key",
                                                key),
                                        gone(effect)
                                                ? Optional.empty()
                                                : Optional.of(body(effect))));
    }

    private static boolean gone(Effect effect) {
        return effect.op() == Op.DELETE;
    }

    private String body(Effect effect) {
        return app.render(effect.kind(), effect.doc()).toString();
    }
}
