package drawbridge.console.shell;

import drawbridge.console.client.FeedEvent;
import drawbridge.console.client.Line;
import drawbridge.opsapi.Me;
import drawbridge.opsapi.News;
import drawbridge.opsapi.Position;
import drawbridge.opsapi.Role;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The connection to the gateway: whether it lives, who we are, and the news that it brings. News
/// is gathered as it arrives and handed on four times a second, in order, on the UI thread.
public final class LinkViewModel {

    /// Bursts are folded to this rhythm.
    public static final Duration BEAT = Duration.ofMillis(250);

    /// Silence of this length is a loss; with the beat it shows within three seconds.
    static final Duration SILENCE = Duration.ofMillis(2750);

    private record Arrival(FeedEvent event, Instant at) {}

    private final Clock clock;
    private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
    private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private Optional<Line> line = Optional.empty();
    private Instant lastFrame = Instant.EPOCH;
    private Optional<FeedEvent.Lost> lost = Optional.empty();

    public LinkViewModel(Clock clock, Pulse pulse) {
        this.clock = clock;
        var _ = pulse.every(BEAT, this::beat);
    }

    // Properties

    private final ReadOnlyObjectWrapper<LinkState> state =
            new ReadOnlyObjectWrapper<>(new LinkState.Off());
    private final ReadOnlyObjectWrapper<Optional<Me>> me =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper blocked = new ReadOnlyStringWrapper("Not connected.");

    /// How the console stands with the gateway.
    public ReadOnlyObjectProperty<LinkState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Who the token speaks for; empty while not connected.
    public ReadOnlyObjectProperty<Optional<Me>> meProperty() {
        return me.getReadOnlyProperty();
    }

    /// Why nothing can be changed now, as a sentence; empty if it can.
    public ReadOnlyStringProperty blockedProperty() {
        return blocked.getReadOnlyProperty();
    }

    /// The line in use.
    public Optional<Line> line() {
        return line;
    }

    /// Is what is on the screen true now?
    public boolean isLive() {
        return state.get().isLive();
    }

    // Commands

    /// Takes up the feed of a gateway that was reached; an earlier one is left.
    public void connect(Line reached, Me who, Position since) {
        disconnect();
        line = Optional.of(reached);
        me.set(Optional.of(who));
        lastFrame = clock.instant();
        show(new LinkState.Opening());
        var _ = reached.listen(since, event -> hear(reached, event));
        tell(new News.LoadAgain());
    }

    /// Leaves the gateway.
    public void disconnect() {
        line.ifPresent(Line::close);
        line = Optional.empty();
        lost = Optional.empty();
        arrivals.clear();
        me.set(Optional.empty());
        show(new LinkState.Off());
    }

    /// Hands news to the listener until cancelled, on the UI thread.
    public Subscription onNews(Consumer<News> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void hear(Line from, FeedEvent event) {
        if (line.filter(from::equals).isPresent()) {
            arrivals.add(new Arrival(event, clock.instant()));
        }
    }

    private void beat() {
        for (Arrival next = arrivals.poll(); next != null; next = arrivals.poll()) {
            take(next);
        }
        switch (state.get()) {
            case LinkState.Off(), LinkState.Shut(_) -> {}
            case LinkState.Opening(), LinkState.Live(_), LinkState.Stale(_, _, _, _) -> judge();
        }
    }

    private void take(Arrival arrival) {
        switch (arrival.event()) {
            case FeedEvent.Opened() -> {}
            case FeedEvent.Got(var frame) -> {
                lastFrame = arrival.at();
                lost = Optional.empty();
                if (state.get() instanceof LinkState.Opening) {
                    show(new LinkState.Live(Duration.ZERO));
                }
                tell(frame.news());
            }
            case FeedEvent.Gap() -> tell(new News.LoadAgain());
            case FeedEvent.Lost loss -> lost = Optional.of(loss);
            case FeedEvent.Refused(var sentence) -> show(new LinkState.Shut(sentence));
        }
    }

    private void judge() {
        Duration age = Duration.between(lastFrame, clock.instant());
        if (lost.isPresent()) {
            var loss = lost.get();
            show(new LinkState.Stale(lastFrame, age, loss.sentence(), loss.attempt()));
        } else if (age.compareTo(SILENCE) >= 0) {
            show(new LinkState.Stale(lastFrame, age, "The gateway has fallen silent.", 0));
        } else if (!(state.get() instanceof LinkState.Opening)) {
            show(new LinkState.Live(age));
        }
    }

    private void show(LinkState next) {
        blocked.set(reason(next));
        state.set(next);
    }

    private String reason(LinkState next) {
        return switch (next) {
            case LinkState.Off() -> "Not connected.";
            case LinkState.Opening() -> "Still connecting.";
            case LinkState.Stale(_, _, _, _) -> "No connection: actions are off until it is back.";
            case LinkState.Shut(var sentence) -> sentence;
            case LinkState.Live(_) ->
                    me.get().filter(who -> who.role().reaches(Role.OPERATOR)).isPresent()
                            ? ""
                            : "Your token's role is viewer: it may look, but not act.";
        };
    }

    private void tell(News news) {
        listeners.forEach(listener -> listener.accept(news));
    }
}
