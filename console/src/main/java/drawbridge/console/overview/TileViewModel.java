package drawbridge.console.overview;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// One number of the overview and how it moved in the last ten minutes.
public final class TileViewModel {

    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofSeconds(2);

    private record Sample(Instant at, long value) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    // Properties

    private final ReadOnlyStringWrapper value = new ReadOnlyStringWrapper("–");
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Tone> tone = new ReadOnlyObjectWrapper<>(Tone.CALM);
    private final ReadOnlyObjectWrapper<List<Long>> trend = new ReadOnlyObjectWrapper<>(List.of());

    /// The number as text.
    public ReadOnlyStringProperty valueProperty() {
        return value.getReadOnlyProperty();
    }

    /// How it moved, in words.
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    /// How much it should draw the eye.
    public ReadOnlyObjectProperty<Tone> toneProperty() {
        return tone.getReadOnlyProperty();
    }

    /// The numbers since this console began to look, the oldest first.
    public ReadOnlyObjectProperty<List<Long>> trendProperty() {
        return trend.getReadOnlyProperty();
    }

    // Commands

    void show(long now, String text, Tone howGrave, Instant at) {
        value.set(text);
        tone.set(howGrave);
        if (samples.isEmpty()
                || Duration.between(samples.getLast().at(), at).compareTo(STEP) >= 0) {
            samples.add(new Sample(at, now));
            while (Duration.between(samples.getFirst().at(), at).compareTo(SPAN) > 0) {
                samples.removeFirst();
            }
            trend.set(samples.stream().map(Sample::value).toList());
            note.set(movement(now, at));
        }
    }

    void forget() {
        samples.clear();
        trend.set(List.of());
        value.set("–");
        note.set("");
        tone.set(Tone.CALM);
    }

    private String movement(long now, Instant at) {
        Sample before =
                samples.stream()
                        .filter(s -> Duration.between(s.at(), at).compareTo(SPAN.dividedBy(2)) <= 0)
                        .findFirst()
                        .orElse(samples.getLast());
        long moved = now - before.value();
        long minutes = Duration.between(before.at(), at).toMinutes();
        if (moved == 0) {
            return minutes < 1 ? "steady" : "steady for " + minutes + " min";
        }
        String by = moved > 0 ? "+" + moved : "−" + -moved;
        return by + (minutes < 1 ? " just now" : " in " + minutes + " min");
    }
}
