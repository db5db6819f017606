package drawbridge.console.overview;

import drawbridge.console.shell.Subscription;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Direction;
import drawbridge.opsapi.News;
import drawbridge.opsapi.Throughput;
import drawbridge.opsapi.Tick;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Settled pairs a second in the last ten minutes: loaded once, moved on by each tick.
public final class ThroughputViewModel {

    /// The length of the chart in seconds.
    public static final int SECONDS = 600;

    /// The numbers of one direction, the oldest first, always [#SECONDS] of them.
    public record Curves(List<Long> toApp, List<Long> toAcme) {

        /// The numbers of a direction.
        public List<Long> of(Direction direction) {
            return switch (direction) {
                case TO_APP -> toApp;
                case TO_ACME -> toAcme;
            };
        }
    }

    private final Workbench bench;
    private final Map<Direction, Deque<Long>> numbers = new EnumMap<>(Direction.class);
    private Subscription news = Subscription.NONE;

    ThroughputViewModel(Workbench bench) {
        this.bench = bench;
        for (Direction direction : Direction.values()) {
            fill(direction, List.of());
        }
        curves.set(snapshot());
    }

    // Properties

    private final ReadOnlyObjectWrapper<Curves> curves =
            new ReadOnlyObjectWrapper<>(new Curves(List.of(), List.of()));

    /// What the chart shows.
    public ReadOnlyObjectProperty<Curves> curvesProperty() {
        return curves.getReadOnlyProperty();
    }

    // Commands

    void shown() {
        news.cancel();
        news = bench.link().onNews(this::hear);
        load();
    }

    void hidden() {
        news.cancel();
    }

    private void hear(News heard) {
        switch (heard) {
            case News.Ticked(var tick) -> moveOn(tick);
            case News.LoadAgain() -> load();
            case News.ItemParked(_),
                    News.ItemUnparked(_),
                    News.ActionMoved(_),
                    News.BreakerMoved(_),
                    News.Unknown() -> {}
        }
    }

    private void load() {
        bench.ask(ops -> ops.throughput(SECONDS), this::take, _ -> {});
    }

    private void take(Throughput answer) {
        for (Direction direction : Direction.values()) {
            fill(direction, answer.directions().getOrDefault(direction, List.of()));
        }
        curves.set(snapshot());
    }

    private void moveOn(Tick tick) {
        for (Direction direction : Direction.values()) {
            Deque<Long> line = line(direction);
            line.removeFirst();
            line.addLast(tick.settled().getOrDefault(direction, 0L));
        }
        curves.set(snapshot());
    }

    private void fill(Direction direction, List<Long> known) {
        Deque<Long> line = line(direction);
        line.clear();
        line.addAll(known.subList(Math.max(0, known.size() - SECONDS), known.size()));
        while (line.size() < SECONDS) {
            line.addFirst(0L);
        }
    }

    private Deque<Long> line(Direction direction) {
        return numbers.computeIfAbsent(direction, _ -> new ArrayDeque<>());
    }

    private Curves snapshot() {
        return new Curves(
                List.copyOf(line(Direction.TO_APP)), List.copyOf(line(Direction.TO_ACME)));
    }
}
