package drawbridge.sandbox.nasty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Effect;
import drawbridge.sandbox.world.Message;
import drawbridge.sandbox.world.Message.Parcel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells an account's address what happened, in arrays: an object for each edit, with the id and
/// what changed, and nothing else. Whoever edited, the gateway too, hears of it; and each array
/// tells once more of the edit before.
final class Notices {

    private final RandomGenerator dice;
    private final Map<String, ObjectNode> last = new HashMap<>();

    Notices(RandomGenerator dice) {
        this.dice = dice;
    }

    Message message(Account account, Effect effect) {
        var doc = effect.doc();
        var edit = edit(effect);
        var array = JsonNodeFactory.instance.arrayNode();
        var before = last.put(account.account(), edit);
        if (before != null) {
            array.add(before);
        }
        var body = array.add(edit).toString();
        var id = Long.toHexString(dice.nextLong());
        return new Message(
                id,
                account.account(),
                "webhook",
                "POST",
                account.account() + "/" + doc.id(),
                now -> parcel(now, id, body),
                effect);
    }

    private static ObjectNode edit(Effect effect) {
        var doc = effect.doc();
        boolean removed = effect.op() == Effect.Op.DELETE || !Meeting.isOne(doc);
        var edit = JsonNodeFactory.instance.objectNode().put("id", doc.id());
        edit.put("event", removed ? "meeting.removed" : "meeting.edited");
        if (!removed) {
            Meeting.parts(doc, effect.changed()).forEach(edit::put);
        }
        return edit;
    }

    private static Optional<Parcel> parcel(Account account, String id, String body) {
        return Optional.ofNullable(account.webhook())
                .map(
                        target ->
                                new Parcel(
                                        target.url(),
                                        Map.of(
                                                "X-Delivery",
                                                id,
                                                "X-Signature",
                                                sign(target.secret(), id + ":" + body)),
                                        Optional.of(body)));
    }

    /// HMAC-SHA256, in small hexadecimal digits.
    static String sign(String secret, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HMAC", missing);
        }
    }
}
