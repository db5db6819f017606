package drawbridge.ops;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Serves the ops API on its own port and looks at the store once a second.
public final class OpsVerticle extends VerticleBase {

    private final OpsApi.Parts parts;
    private final String host;
    private final int wanted;
    private @Nullable HttpServer server;

    private OpsVerticle(OpsApi.Parts parts, String host, int port) {
        this.parts = parts;
        this.host = host;
        this.wanted = port;
    }

    /// @param port 0 = any free one; [#port] tells which
    public static OpsVerticle at(String host, int port, OpsApi.Parts parts) {
        return new OpsVerticle(parts, host, port);
    }

    @Override
    public Future<?> start() {
        Clock clock = Clock.systemUTC();
        Feed feed = new Feed(parts.gateway().instance(), clock);
        Watch watch = new Watch(parts.reads(), feed, clock);
        Gauges.register(parts.metrics(), watch);
        Hands hands = new Hands(parts.journal(), parts.reads(), parts.hands().rereading());
        JobRunner runner =
                new JobRunner(
                        parts.hands().jobs(),
                        hands,
                        parts.tenants(),
                        UUID.nameUUIDFromBytes(
                                parts.gateway().instance().getBytes(StandardCharsets.UTF_8)));
        vertx.setPeriodic(1_000, _ -> watch.look().onFailure(_ -> {}));
        vertx.setPeriodic(1_000, _ -> runner.look().onFailure(_ -> {}));
        return watch.look()
                .compose(
                        _ ->
                                vertx.createHttpServer(options())
                                        .requestHandler(
                                                new OpsApi(parts, feed, watch, hands, runner)
                                                        .router(vertx))
                                        .listen(wanted, host))
                .onSuccess(listening -> server = listening);
    }

    /// The port that is listened on, 0 before the start.
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(60)
                .setReadIdleTimeout(60)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(8 * 1024)
                .setMaxInitialLineLength(4 * 1024)
                .setMaxWebSocketFrameSize(64 * 1024)
                .setMaxWebSocketMessageSize(64 * 1024)
                .setCompressionSupported(true);
    }
}
