package drawbridge.bench.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class WireTapTest {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /// Kept: what nobody refers to is closed, with all its connections.
    private final NetClient client = vertx.createNetClient();

    private final NetServer server = vertx.createNetServer();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /// Answers each full stop by "ok".
    private int listen() {
        return server.connectHandler(
                        socket ->
                                socket.handler(
                                        bytes ->
                                                bytes.toString()
                                                        .chars()
                                                        .filter(c -> c == '.')
                                                        .forEach(_ -> socket.write("ok"))))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }

    private static Future<Void> answered(NetSocket socket, int bytes) {
        Promise<Void> promise = Promise.promise();
        int[] left = {bytes};
        socket.handler(
                some -> {
                    left[0] -= some.length();
                    if (left[0] <= 0) {
                        promise.tryComplete();
                    }
                });
        return promise.future();
    }

    @Test
    void questionsThatAreSentTogetherAreOneRoundTrip() throws TimeoutException {
        WireTap tap = WireTap.listen(vertx, listen()).await();
        NetSocket socket = client.connect(tap.port(), "127.0.0.1").await();

        Future<Void> first = answered(socket, 4);
        socket.write("one.two.").await();
        first.await(10, TimeUnit.SECONDS);
        WireTap.Passed then = tap.passed();
        Future<Void> second = answered(socket, 2);
        socket.write("three.").await();
        second.await(10, TimeUnit.SECONDS);

        assertThat(then).isEqualTo(new WireTap.Passed(1, 8, 4));
        assertThat(tap.passed().since(then)).isEqualTo(new WireTap.Passed(1, 6, 2));
    }
}
