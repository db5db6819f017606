package drawbridge.sandbox.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import drawbridge.sandbox.world.Message.Parcel;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Sends each message at least once: whatever is not answered by 2xx is sent again, with short
/// growing gaps, for as long as the sandbox runs. Within a lane a message waits for the one before
/// it, and no account waits for another. Where nobody is at home, the account's messages keep their
/// order and wait together.
final class Outbox {

    private static final int AT_ONCE = 128;
    private static final int CONNECTIONS = 256;
    private static final long FIRST_GAP = 250;
    private static final long LONGEST_GAP = 5_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final Accounts accounts;
    private final Ledger ledger;
    private final FaultGate gate;
    private final RandomGenerator dice;
    private final Map<String, Deque<Message>> lanes = new HashMap<>();
    private final Map<String, Queue> queues = new HashMap<>();
    private int waiting;
    private boolean closed;

    /// What one account has under way, and what it could send at once.
    private static final class Queue {
        private final Deque<Try> ready = new ArrayDeque<>();
        private int sending;
        private int inVain;
        private boolean resting;
    }

    /// @param alone outside its lane: late, or once more
    private record Try(Message message, int count, boolean alone) {
        Try again() {
            return new Try(message, count + 1, alone);
        }
    }

    Outbox(Vertx vertx, Accounts accounts, Ledger ledger, FaultGate gate, RandomGenerator dice) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.ledger = ledger;
        this.gate = gate;
        this.dice = dice;
        this.client =
                vertx.createHttpClient(
                        new HttpClientOptions().setConnectTimeout(2_000),
                        new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /// What is under way is not entered any more: the ledger is closed next.
    Future<Void> close() {
        closed = true;
        return client.close();
    }

    /// How many messages have not arrived yet.
    int waiting() {
        return waiting;
    }

    void send(Message message) {
        waiting++;
        if (gate.holdsBack()) {
            later(dice.nextLong(200, 1_500), new Try(message, 1, true));
            return;
        }
        var lane = lanes.computeIfAbsent(message.lane(), _ -> new ArrayDeque<>(2));
        lane.add(message);
        if (lane.size() == 1) {
            ready(new Try(message, 1, false));
        }
    }

    private void later(long millis, Try due) {
        vertx.setTimer(millis, _ -> ready(due));
    }

    private void ready(Try due) {
        var queue = queues.computeIfAbsent(due.message().account(), _ -> new Queue());
        queue.ready.add(due);
        pump(queue);
    }

    private void pump(Queue queue) {
        while (!closed && !queue.resting && queue.sending < AT_ONCE && !queue.ready.isEmpty()) {
            queue.sending++;
            attempt(queue, queue.ready.remove());
        }
    }

    private void attempt(Queue queue, Try due) {
        var message = due.message();
        var parcel = accounts.named(message.account()).flatMap(message.parcel());
        parcel.map(found -> deliver(message, found))
                .orElseGet(() -> Future.failedFuture("no target"))
                .onComplete(
                        done -> {
                            if (!closed) {
                                queue.sending--;
                                Optional<Integer> status =
                                        done.succeeded()
                                                ? Optional.of(done.result())
                                                : Optional.empty();
                                enter(due, parcel, status);
                                settle(queue, due, status);
                                pump(queue);
                            }
                        });
    }

    private void settle(Queue queue, Try due, Optional<Integer> status) {
        if (status.isEmpty()) {
            queue.ready.addFirst(due.again());
            rest(queue);
            return;
        }
        queue.inVain = 0;
        if (status.get() >= 200 && status.get() < 300) {
            arrived(due);
        } else {
            later(gap(due.count()), due.again());
        }
    }

    private void rest(Queue queue) {
        if (!queue.resting) {
            queue.resting = true;
            queue.inVain++;
            vertx.setTimer(
                    gap(queue.inVain),
                    _ -> {
                        queue.resting = false;
                        pump(queue);
                    });
        }
    }

    private Future<Integer> deliver(Message message, Parcel parcel) {
        try {
            var options =
                    new RequestOptions()
                            .setMethod(HttpMethod.valueOf(message.method()))
                            .setAbsoluteURI(parcel.url())
                            .setTimeout(10_000);
            parcel.headers().forEach(options::putHeader);
            parcel.body().ifPresent(_ -> options.putHeader("Content-Type", "application/json"));
            return client.request(options)
                    .compose(
                            request ->
                                    parcel.body()
                                            .map(body -> request.send(Buffer.buffer(body)))
                                            .orElseGet(request::send))
                    .compose(answer -> answer.end().map(answer.statusCode()));
        } catch (RuntimeException unusable) {
            return Future.failedFuture(unusable);
        }
    }

    private void arrived(Try due) {
        waiting--;
        var message = due.message();
        if (!due.alone()) {
            var lane = lanes.get(message.lane());
            if (lane != null) {
                var _ = lane.poll();
                var next = lane.peek();
                if (next == null) {
                    lanes.remove(message.lane());
                } else {
                    ready(new Try(next, 1, false));
                }
            }
        }
        if (gate.duplicates()) {
            waiting++;
            later(dice.nextLong(20, 500), new Try(message, 1, true));
        }
    }

    private long gap(int count) {
        long longest = Math.min(LONGEST_GAP, FIRST_GAP << Math.min(count - 1, 10));
        return dice.nextLong(longest / 2, longest + 1);
    }

    private void enter(Try due, Optional<Parcel> parcel, Optional<Integer> status) {
        var message = due.message();
        var entry = JsonNodeFactory.instance.objectNode();
        entry.put("account", message.account());
        entry.putNull("actor");
        entry.put("kind", message.kind());
        entry.put("method", message.method());
        entry.put("path", parcel.map(sent -> URI.create(sent.url()).getPath()).orElse(""));
        entry.put("status", status.orElse(null));
        entry.putNull("effect");
        entry.putObject("delivery")
                .put("id", message.id())
                .put("status", status.orElse(null))
                .put("try", due.count())
                .put("resource", message.effect().kind().name())
                .put("record", message.effect().doc().id())
                .put("revision", message.effect().doc().revision())
                .put("of", message.effect().doc().sequence());
        ledger.append(entry);
    }
}
