package drawbridge.sandbox.nasty;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import drawbridge.sandbox.world.Account;
import drawbridge.sandbox.world.Accounts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tells one account's address what happened, in arrays: an object for each edit, with the id and
/// what changed, and nothing else. Whoever edited, the gateway too, hears of it. An array goes out
/// again, under the same id, until it is answered by 2xx; the next waits for it.
final class Notices {

    private static final long GATHER = 100;
    private static final long AGAIN = 300;

    private final Vertx vertx;
    private final HttpClient client;
    private final Accounts accounts;
    private final String account;
    private final RandomGenerator dice;
    private List<ObjectNode> gathered = new ArrayList<>();
    private boolean busy;

    Notices(
            Vertx vertx,
            HttpClient client,
            Accounts accounts,
            String account,
            RandomGenerator dice) {
        this.vertx = vertx;
        this.client = client;
        this.accounts = accounts;
        this.account = account;
        this.dice = dice;
    }

    void tell(int id, String event, Map<String, String> changed) {
        var edit = JsonNodeFactory.instance.objectNode().put("id", id).put("event", event);
        changed.forEach(edit::put);
        gathered.add(edit);
        if (!busy) {
            busy = true;
            vertx.setTimer(GATHER, _ -> send());
        }
    }

    private void send() {
        var body = JsonNodeFactory.instance.arrayNode().addAll(gathered).toString();
        gathered = new ArrayList<>();
        attempt(Long.toHexString(dice.nextLong()), body);
    }

    private void attempt(String id, String body) {
        accounts.named(account)
                .map(Account::webhook)
                .map(target -> post(target, id, body))
                .orElseGet(() -> Future.failedFuture("no target"))
                .onComplete(
                        done -> {
                            if (done.failed() || done.result() / 100 != 2) {
                                vertx.setTimer(AGAIN, _ -> attempt(id, body));
                            } else if (gathered.isEmpty()) {
                                busy = false;
                            } else {
                                send();
                            }
                        });
    }

    private Future<Integer> post(Account.Webhook target, String id, String body) {
        var options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setAbsoluteURI(target.url())
                        .setTimeout(5_000)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("X-Delivery", id)
                        .putHeader("X-Signature", sign(target.secret(), id + ":" + body));
        return client.request(options)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(answer -> answer.end().map(answer.statusCode()));
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
