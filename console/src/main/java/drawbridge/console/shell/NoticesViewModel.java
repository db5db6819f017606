package drawbridge.console.shell;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The bar at the bottom: the latest notice, and an action that can still be taken back. What can
/// be taken back has not been sent yet; only one thing waits at a time, and a second one sends the
/// first.
public final class NoticesViewModel {

    /// How long an action can be taken back.
    public static final Duration GRACE = Duration.ofSeconds(5);

    private static final Duration GOOD_NEWS_STAYS = Duration.ofSeconds(8);

    /// An action that is about to be sent.
    ///
    /// @param secondsLeft until it is sent
    public record Pending(String sentence, long secondsLeft) {}

    private final Clock clock;
    private final Pulse pulse;
    private Optional<Held> held = Optional.empty();
    private Subscription fading = Subscription.NONE;

    private record Held(
            String sentence, Instant due, Runnable send, Runnable undo, Subscription countdown) {}

    public NoticesViewModel(Clock clock, Pulse pulse) {
        this.clock = clock;
        this.pulse = pulse;
    }

    // Properties

    private final ReadOnlyObjectWrapper<Optional<Notice>> notice =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Pending>> pending =
            new ReadOnlyObjectWrapper<>(Optional.empty());

    /// The latest notice.
    public ReadOnlyObjectProperty<Optional<Notice>> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// What can still be taken back.
    public ReadOnlyObjectProperty<Optional<Pending>> pendingProperty() {
        return pending.getReadOnlyProperty();
    }

    // Commands

    /// Says that something went well; it fades by itself.
    public void good(String sentence) {
        notice.set(Optional.of(new Notice(Notice.Kind.GOOD, sentence)));
        fading.cancel();
        fading = pulse.after(GOOD_NEWS_STAYS, this::dismiss);
    }

    /// Says that something went wrong; it stays until dismissed.
    public void bad(String sentence) {
        fading.cancel();
        notice.set(Optional.of(new Notice(Notice.Kind.BAD, sentence)));
    }

    /// Takes the notice away.
    public void dismiss() {
        fading.cancel();
        notice.set(Optional.empty());
    }

    /// Sends after the grace, unless taken back before.
    public void hold(String sentence, Runnable send, Runnable undo) {
        sendNow();
        Instant due = clock.instant().plus(GRACE);
        held =
                Optional.of(
                        new Held(
                                sentence,
                                due,
                                send,
                                undo,
                                pulse.every(Duration.ofMillis(250), this::countDown)));
        countDown();
    }

    /// Sends what waits without waiting on.
    public void sendNow() {
        release().ifPresent(action -> action.send().run());
    }

    /// Takes back what waits.
    public void undo() {
        release().ifPresent(action -> action.undo().run());
    }

    private void countDown() {
        held.ifPresent(
                action -> {
                    Duration left = Duration.between(clock.instant(), action.due());
                    if (left.isPositive()) {
                        long seconds = left.plusMillis(999).toSeconds();
                        pending.set(Optional.of(new Pending(action.sentence(), seconds)));
                    } else {
                        sendNow();
                    }
                });
    }

    private Optional<Held> release() {
        var released = held;
        held = Optional.empty();
        released.ifPresent(action -> action.countdown().cancel());
        pending.set(Optional.empty());
        return released;
    }
}
