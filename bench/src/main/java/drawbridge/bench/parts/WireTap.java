package drawbridge.bench.parts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/// Stands between a program and PostgreSQL and counts what passes: bytes, and round trips. A round
/// trip begins when the program speaks after the server did; what is sent together, or before an
/// answer, is one. The program need not know, and its library cannot flatter it.
///
/// Takes time of its own: never between those whose speed is measured. Used on one event loop only.
public final class WireTap {

    private final NetServer server;
    private final NetClient client;
    private final int target;
    private long trips;
    private long sent;
    private long received;

    private WireTap(Vertx vertx, int target) {
        this.server = vertx.createNetServer();
        this.client = vertx.createNetClient();
        this.target = target;
    }

    /// @param target the port of the server
    public static Future<WireTap> listen(Vertx vertx, int target) {
        WireTap tap = new WireTap(vertx, target);
        return tap.server.connectHandler(tap::connected).listen(0, "127.0.0.1").map(_ -> tap);
    }

    /// What passed until now.
    ///
    /// @param sent bytes to the server
    /// @param received bytes from it
    public record Passed(long trips, long sent, long received) {

        public Passed since(Passed before) {
            return new Passed(trips - before.trips, sent - before.sent, received - before.received);
        }
    }

    public Passed passed() {
        return new Passed(trips, sent, received);
    }

    public int port() {
        return server.actualPort();
    }

    private void connected(NetSocket program) {
        program.pause();
        client.connect(target, "127.0.0.1")
                .onSuccess(database -> new Line(program, database).begin())
                .onFailure(_ -> program.close());
    }

    private final class Line {

        private final NetSocket program;
        private final NetSocket database;
        private boolean answered = true;

        Line(NetSocket program, NetSocket database) {
            this.program = program;
            this.database = database;
        }

        void begin() {
            program.handler(this::asked);
            database.handler(this::told);
            program.closeHandler(_ -> database.close());
            database.closeHandler(_ -> program.close());
            program.exceptionHandler(_ -> {});
            database.exceptionHandler(_ -> {});
            program.resume();
        }

        private void asked(Buffer bytes) {
            trips += answered ? 1 : 0;
            answered = false;
            sent += bytes.length();
            database.write(bytes);
        }

        private void told(Buffer bytes) {
            answered = true;
            received += bytes.length();
            program.write(bytes);
        }
    }
}
