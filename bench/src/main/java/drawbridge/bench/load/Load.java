package drawbridge.bench.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;

/// Sends webhooks over a fixed number of connections, one request at a time on each: as fast as
/// they are answered while not too many changes are under way, or at a steady rate.
///
/// What is answered with anything but 202 is sent again, the same bytes, until it is accepted:
/// every change that was counted gets in. Used on one event loop only.
public final class Load implements Sender.Told {

    /// How many connections.
    public static final int CONNECTIONS = 64;

    private static final long AGAIN_MILLIS = 5;

    /// How fast.
    public sealed interface Speed {

        /// As fast as requests are answered, while less than so many changes are under way.
        record Full(long underWay) implements Speed {}

        /// So many a second, each due at its time, whatever became of those before it.
        record Steady(double perSecond) implements Speed {}
    }

    /// @param path of a record's webhooks
    public record Target(int port, IntFunction<String> path, String secret) {}

    private final Vertx vertx;
    private final Target target;
    private final Visits visits;
    private final Signature signature;
    private final NetClient client;
    private final List<Sender> senders = new ArrayList<>();
    private final Deque<Sender> free = new ArrayDeque<>();
    private final Latencies accept = new Latencies();
    private final String run = Long.toString(System.nanoTime(), 36);

    private IntSupplier choice = () -> 0;
    private Speed speed = new Speed.Full(0);
    private boolean running;
    private long began;
    private long issued;
    private long most;
    private long accepted;
    private long refused;
    private long lost;
    private long bytes;
    private Promise<Void> quiet = Promise.promise();

    public Load(Vertx vertx, Target target, Visits visits) {
        this.vertx = vertx;
        this.target = target;
        this.visits = visits;
        this.signature = new Signature(target.secret());
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        visits.onArrival(this::pump);
        long _ = vertx.setPeriodic(1, _ -> pump());
    }

    /// Opens the connections that are missing.
    public Future<Void> open() {
        List<Future<NetSocket>> opening = new ArrayList<>();
        for (int i = senders.size(); i < CONNECTIONS; i++) {
            opening.add(
                    client.connect(target.port(), "127.0.0.1")
                            .onSuccess(
                                    socket -> {
                                        Sender sender = new Sender(socket, this);
                                        senders.add(sender);
                                        free.add(sender);
                                    }));
        }
        return Future.all(opening).mapEmpty();
    }

    /// Begins to send changes of the records that `choice` names one after the other.
    ///
    /// @param number how many at most
    public void start(Speed how, long number, IntSupplier which) {
        most = number;
        speed = how;
        choice = which;
        running = true;
        began = System.nanoTime();
        issued = 0;
        pump();
    }

    /// Sends nothing more; done when all that was sent is accepted.
    public Future<Void> stop() {
        running = false;
        quiet = Promise.promise();
        settle();
        return quiet.future();
    }

    /// Closes the connections: a server may end those that are silent.
    public void close() {
        senders.forEach(Sender::close);
        senders.clear();
        free.clear();
    }

    /// From when a change was due until it was accepted, since this was last emptied.
    public Latencies accept() {
        return accept;
    }

    public long accepted() {
        return accepted;
    }

    /// Answers other than 202.
    public long refused() {
        return refused;
    }

    /// Connections that ended under a request.
    public long lost() {
        return lost;
    }

    /// Bytes of all requests.
    public long bytes() {
        return bytes;
    }

    private void pump() {
        while (running && issued < most && !free.isEmpty() && mayGo()) {
            long due =
                    speed instanceof Speed.Steady(double rate)
                            ? began + (long) (issued / rate * 1e9)
                            : System.nanoTime();
            issued++;
            free.removeFirst().send(request(choice.getAsInt(), due), due);
        }
    }

    private boolean mayGo() {
        return switch (speed) {
            case Speed.Full(long most) -> visits.underWay() < most;
            case Speed.Steady(double rate) -> (System.nanoTime() - began) / 1e9 * rate > issued;
        };
    }

    private Buffer request(int record, long due) {
        int change = visits.change(record, due);
        byte[] body = Bodies.webhook(record, change);
        String id = "msg_" + run + "_" + record + "_" + change;
        String stamp = Long.toString(System.currentTimeMillis() / 1_000);
        String head =
                "POST "
                        + target.path().apply(record)
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nwebhook-id: "
                        + id
                        + "\r\nwebhook-timestamp: "
                        + stamp
                        + "\r\nwebhook-signature: "
                        + signature.header(id, stamp, body)
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        byte[] text = head.getBytes(StandardCharsets.ISO_8859_1);
        bytes += text.length + body.length;
        return Buffer.buffer(text.length + body.length).appendBytes(text).appendBytes(body);
    }

    @Override
    public void answered(Sender sender, int status) {
        if (!Sender.isAccepted(status)) {
            refused++;
            long _ = vertx.setTimer(AGAIN_MILLIS, _ -> sender.again());
            return;
        }
        accepted++;
        accept.add(System.nanoTime() - sender.began());
        free.addLast(sender);
        pump();
        settle();
    }

    @Override
    public void lost(Sender sender) {
        senders.remove(sender);
        if (!free.remove(sender)) {
            lost++;
        }
        settle();
    }

    private void settle() {
        if (!running && free.size() == senders.size()) {
            boolean _ = quiet.tryComplete();
        }
    }
}
