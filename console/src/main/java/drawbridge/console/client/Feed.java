package drawbridge.console.client;

import drawbridge.opsapi.Frame;
import drawbridge.opsapi.FrameType;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.Position;
import drawbridge.opsapi.UnreadableJson;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Follows the feed on a virtual thread of its own: connects, listens, and connects again from the
/// last position when the connection ends or falls silent. A jump in the numbers, a new instance
/// and a `snapshot` frame are told as one thing: a gap.
final class Feed implements Line.Listening {

    /// The gateway sends a frame each second; silence of this length is a loss.
    static final Duration SILENCE = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final FeedSocket.Opener opener;
    private final Backoff backoff;
    private final Consumer<FeedEvent> listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Position position;

    Feed(FeedSocket.Opener opener, Backoff backoff, Position since, Consumer<FeedEvent> listener) {
        this.opener = opener;
        this.backoff = backoff;
        this.position = since;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("feed").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }

    private void run() {
        int attempt = 0;
        try {
            while (closed.getCount() > 0) {
                String why;
                try (FeedSocket socket = opener.open(position)) {
                    tell(new FeedEvent.Opened());
                    boolean heard = follow(socket);
                    attempt = heard ? 0 : attempt;
                    why = "The connection to the gateway was lost.";
                } catch (GatewayTrouble.WrongToken refused) {
                    tell(new FeedEvent.Refused(refused.sentence()));
                    return;
                } catch (GatewayTrouble trouble) {
                    why = trouble.sentence();
                }
                attempt++;
                Duration pause = backoff.before(attempt);
                tell(new FeedEvent.Lost(why, attempt, pause));
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("feed closed");
        }
    }

    /// Listens until the end or until silence; true if anything was heard.
    private boolean follow(FeedSocket socket) throws InterruptedException {
        boolean heard = false;
        while (true) {
            FeedSocket.@Nullable Arrival arrival = socket.next(SILENCE);
            if (!(arrival instanceof FeedSocket.Arrival.Text(var text)) || !take(text)) {
                return heard;
            }
            heard = true;
        }
    }

    private boolean take(String text) {
        try {
            Frame frame = OpsJson.read(text, Frame.class);
            boolean follows = frame.instance().equals(position.instance());
            boolean gap = !follows || frame.n() > position.n() + 1;
            if (follows && frame.n() <= position.n()) {
                return true; // seen already: it was under way while the snapshot was read
            }
            position = frame.position();
            if (gap || frame.type() == FrameType.SNAPSHOT) {
                tell(new FeedEvent.Gap());
            }
            tell(new FeedEvent.Got(frame));
            return true;
        } catch (UnreadableJson e) {
            LOG.atWarn().setCause(e).log("a frame of the feed cannot be read");
            return false;
        }
    }

    private void tell(FeedEvent event) {
        if (closed.getCount() > 0) {
            listener.accept(event);
        }
    }
}
