package drawbridge.console.client;

import drawbridge.opsapi.OpsPaths;
import drawbridge.opsapi.Position;

import org.jspecify.annotations.Nullable;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One WebSocket of the feed, turned into messages that can be waited for.
final class FeedSocket implements WebSocket.Listener, AutoCloseable {

    /// What arrives: a whole text, or the end.
    sealed interface Arrival {
        record Text(String text) implements Arrival {}

        record Ended() implements Arrival {}
    }

    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable WebSocket socket;

    private FeedSocket() {}

    /// Waits for what comes next; null if nothing came in that time.
    @Nullable Arrival next(Duration longest) throws InterruptedException {
        return arrivals.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpen(WebSocket opened) {
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            arrivals.add(new Arrival.Text(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        arrivals.add(new Arrival.Ended());
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        arrivals.add(new Arrival.Ended());
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    /// Opens sockets to one gateway.
    record Opener(HttpClient http, GatewayAddress gateway, Token token) {

        private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

        /// @throws GatewayTrouble if there is no socket to be had
        FeedSocket open(Position since) {
            var listener = new FeedSocket();
            String query = OpsPaths.FEED + "?since=" + OpsPaths.encode(since.toString());
            try {
                listener.socket =
                        http.newWebSocketBuilder()
                                .connectTimeout(LONGEST_WAIT)
                                .header("Authorization", token.header())
                                .buildAsync(gateway.webSocket(query), listener)
                                .join();
                return listener;
            } catch (CompletionException e) {
                throw trouble(e.getCause() == null ? e : e.getCause());
            }
        }

        private GatewayTrouble trouble(Throwable cause) {
            if (cause instanceof WebSocketHandshakeException handshake) {
                int status = handshake.getResponse().statusCode();
                return status == 401
                        ? new GatewayTrouble.WrongToken()
                        : new GatewayTrouble.Unintelligible(
                                "The gateway does not open its feed (status %d)."
                                        .formatted(status));
            }
            return new GatewayTrouble.NoAnswer(Reach.sentence(gateway, cause), false);
        }
    }
}
