package drawbridge.console.client;

import drawbridge.opsapi.Position;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// A line over HTTP and a WebSocket.
public final class HttpLine implements Line {

    private final GatewayAddress address;
    private final Token token;
    private final HttpClient http;
    private final Ops ops;
    private final List<Feed> feeds = new CopyOnWriteArrayList<>();

    public HttpLine(GatewayAddress address, Token token) {
        this.address = address;
        this.token = token;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(4))
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        this.ops = new HttpOps(http, address, token);
    }

    @Override
    public GatewayAddress address() {
        return address;
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public Listening listen(Position since, Consumer<FeedEvent> listener) {
        var backoff = Backoff.forFeeds(RandomGenerator.getDefault());
        var feed = new Feed(new FeedSocket.Opener(http, address, token), backoff, since, listener);
        feeds.add(feed);
        feed.start();
        return feed;
    }

    @Override
    public void close() {
        feeds.forEach(Feed::close);
        http.shutdownNow();
    }
}
