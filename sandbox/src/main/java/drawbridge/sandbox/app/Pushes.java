package drawbridge.sandbox.app;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Effect;
import drawbridge.sandbox.world.Effect.Op;
import drawbridge.sandbox.world.Message;
import drawbridge.sandbox.world.Message.Address;

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
        boolean gone = effect.op() == Op.DELETE;
        return Optional.of(
                new Message(
                        key,
                        account.account(),
                        "push",
                        gone ? "DELETE" : "PUT",
                        account.account() + "/" + doc.id(),
                        gone
                                ? Optional.empty()
                                : Optional.of(app.render(effect.kind(), doc).toString()),
                        now -> address(now, key, doc.id()),
                        effect));
    }

    private static Optional<Address> address(Account account, String key, String id) {
        return Optional.ofNullable(account.push())
                .map(
                        push ->
                                new Address(
                                        push.url() + "/event/" + id,
                                        Map.of(
                                                "Authorization",
                                                "Bearer " + push.token(),
                                                "Idempotency-Key",
                                                key)));
    }
}
