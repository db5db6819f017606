package drawbridge.sandbox.world;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Tells open pages by server-sent events that something of their account has changed; many changes
/// within a tenth of a second are told once.
final class Live {

    private static final long FOLD_MILLIS = 100;
    private static final long PING_MILLIS = 20_000;

    private final Vertx vertx;
    private final Map<String, Set<HttpServerResponse>> open = new HashMap<>();
    private final Set<String> due = new HashSet<>();

    Live(Vertx vertx) {
        this.vertx = vertx;
        vertx.setPeriodic(
                PING_MILLIS, _ -> open.values().forEach(pages -> pages.forEach(Live::ping)));
    }

    void join(String account, HttpServerResponse page) {
        page.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        var pages = open.computeIfAbsent(account, _ -> new HashSet<>());
        pages.add(page);
        page.closeHandler(_ -> pages.remove(page));
        page.exceptionHandler(_ -> pages.remove(page));
        tell(page);
    }

    void changed(String account) {
        if (open.containsKey(account) && due.add(account)) {
            vertx.setTimer(FOLD_MILLIS, _ -> tellAll(account));
        }
    }

    private void tellAll(String account) {
        due.remove(account);
        open.getOrDefault(account, Set.of()).forEach(Live::tell);
    }

    private static void ping(HttpServerResponse page) {
        var _ = page.write(": still here\n\n");
    }

    private static void tell(HttpServerResponse page) {
        if (!page.writeQueueFull()) {
            var _ = page.write("event: changed\ndata: {}\n\n");
        }
    }
}
