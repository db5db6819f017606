package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import drawbridge.sandbox.world.Message.Address;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Sends each message at least once: whatever is not answered by 2xx is sent again, with short
/// growing gaps, for as long as the sandbox runs. Within a lane a message waits for the one before
/// it.
final class Outbox {

    private static final int AT_ONCE = 32;
    private static final long FIRST_GAP = 250;
    private static final long LONGEST_GAP = 5_000;

    private final Vertx vertx;
    private final WebClient client;
    private final Accounts accounts;
    private final Ledger ledger;
    private final FaultGate gate;
    private final RandomGenerator dice;
    private final Map<String, Deque<Message>> lanes = new HashMap<>();
    private final Deque<Runnable> ready = new ArrayDeque<>();
    private int sending;
    private int waiting;
    private boolean closed;

    Outbox(Vertx vertx, Accounts accounts, Ledger ledger, FaultGate gate, RandomGenerator dice) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.ledger = ledger;
        this.gate = gate;
        this.dice = dice;
        this.client =
                WebClient.create(
                        vertx,
                        new WebClientOptions()
                                .setConnectTimeout(2_000)
                                .setFollowRedirects(false)
                                .setUserAgentEnabled(false),
                        new PoolOptions().setHttp1MaxSize(AT_ONCE));
    }

    /// What is under way is not entered any more: the ledger is closed next.
    void close() {
        closed = true;
        client.close();
    }

    /// How many messages have not arrived yet.
    int waiting() {
        return waiting;
    }

    void send(Message message) {
        waiting++;
        if (gate.holdsBack()) {
            vertx.setTimer(dice.nextLong(200, 1_500), _ -> ready(() -> attempt(message, 1, true)));
            return;
        }
        var lane = lanes.computeIfAbsent(message.lane(), _ -> new ArrayDeque<>());
        lane.add(message);
        if (lane.size() == 1) {
            ready(() -> attempt(message, 1, false));
        }
    }

    private void ready(Runnable attempt) {
        ready.add(attempt);
        pump();
    }

    private void pump() {
        while (sending < AT_ONCE && !ready.isEmpty()) {
            sending++;
            ready.poll().run();
        }
    }

    private void attempt(Message message, int count, boolean alone) {
        deliver(message)
                .onComplete(
                        done -> {
                            if (closed) {
                                return;
                            }
                            sending--;
                            Optional<Integer> status =
                                    done.succeeded()
                                            ? Optional.of(done.result())
                                            : Optional.empty();
                            enter(message, count, status);
                            if (status.filter(code -> code >= 200 && code < 300).isPresent()) {
                                arrived(message, alone);
                            } else {
                                vertx.setTimer(
                                        gap(count),
                                        _ -> ready(() -> attempt(message, count + 1, alone)));
                            }
                            pump();
                        });
    }

    private Future<Integer> deliver(Message message) {
        return accounts.named(message.account())
                .flatMap(message.address())
                .map(address -> post(message, address))
                .orElseGet(() -> Future.failedFuture("no target"));
    }

    private Future<Integer> post(Message message, Address address) {
        try {
            var request =
                    client.requestAbs(HttpMethod.valueOf(message.method()), address.url())
                            .timeout(10_000);
            address.headers().forEach(request::putHeader);
            var sent =
                    message.body().isPresent()
                            ? request.putHeader("Content-Type", "application/json")
                                    .sendBuffer(Buffer.buffer(message.body().get()))
                            : request.send();
            return sent.map(answer -> answer.statusCode());
        } catch (RuntimeException unusable) {
            return Future.failedFuture(unusable);
        }
    }

    private void arrived(Message message, boolean alone) {
        waiting--;
        if (!alone) {
            var lane = lanes.get(message.lane());
            if (lane != null) {
                var _ = lane.poll();
                var next = lane.peek();
                if (next == null) {
                    lanes.remove(message.lane());
                } else {
                    ready(() -> attempt(next, 1, false));
                }
            }
        }
        if (gate.duplicates()) {
            waiting++;
            vertx.setTimer(dice.nextLong(20, 500), _ -> ready(() -> attempt(message, 1, true)));
        }
    }

    private long gap(int count) {
        long longest = Math.min(LONGEST_GAP, FIRST_GAP << Math.min(count - 1, 10));
        return dice.nextLong(longest / 2, longest + 1);
    }

    private void enter(Message message, int count, Optional<Integer> status) {
        var entry = JsonNodeFactory.instance.objectNode();
        entry.put("account", message.account());
        entry.putNull("actor");
        entry.put("kind", message.kind());
        entry.put("method", message.method());
        entry.put("path", path(message));
        entry.put("status", status.orElse(null));
        entry.putNull("effect");
        entry.putObject("delivery")
                .put("id", message.id())
                .put("status", status.orElse(null))
                .put("try", count)
                .put("resource", message.effect().kind().name())
                .put("record", message.effect().doc().id())
                .put("revision", message.effect().doc().revision())
                .put("of", message.effect().doc().sequence());
        ledger.append(entry);
    }

    private String path(Message message) {
        return accounts.named(message.account())
                .flatMap(message.address())
                .map(address -> java.net.URI.create(address.url()).getPath())
                .orElse("");
    }
}
