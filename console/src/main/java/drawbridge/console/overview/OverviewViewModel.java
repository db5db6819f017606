package drawbridge.console.overview;

import drawbridge.console.shell.Ages;
import drawbridge.console.shell.Load;
import drawbridge.console.shell.Subscription;
import drawbridge.console.shell.VitalsViewModel;
import drawbridge.console.shell.Workbench;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.BreakerState;
import drawbridge.opsapi.News;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.Waiting;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Is anyone hurt? The numbers of the scope, the throughput, and who fares worst.
public final class OverviewViewModel {

    private static final int LONGEST_WAITING = 100;
    private static final Duration WAITING_RELOAD = Duration.ofSeconds(2);

    /// The tiles, from left to right.
    public enum Tile {
        WAITING,
        OLDEST,
        CONFLICTS,
        DEAD,
        BREAKERS
    }

    private final Workbench bench;
    private final VitalsViewModel vitals;
    private final Map<Tile, TileViewModel> tiles = new EnumMap<>(Tile.class);
    private final ThroughputViewModel throughput;
    private final TenantRanking ranking = new TenantRanking();
    private Subscription news = Subscription.NONE;
    private Instant waitingAskedAt = Instant.EPOCH;

    public OverviewViewModel(Workbench bench, VitalsViewModel vitals) {
        this.bench = bench;
        this.vitals = vitals;
        this.throughput = new ThroughputViewModel(bench);
        for (Tile tile : Tile.values()) {
            tiles.put(tile, new TileViewModel());
        }
        vitals.overviewProperty().addListener((_, _, now) -> take(now));
        bench.link().stateProperty().addListener((_, _, _) -> say());
        say();
    }

    // Properties

    private final ReadOnlyStringWrapper headline = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Tone> tone = new ReadOnlyObjectWrapper<>(Tone.CALM);
    private final ObservableList<TenantRow> tenants = FXCollections.observableArrayList();
    private final ObservableList<Breaker> breakers = FXCollections.observableArrayList();
    private final ObservableList<TenantRow> shownTenants =
            FXCollections.unmodifiableObservableList(tenants);
    private final ObservableList<Breaker> shownBreakers =
            FXCollections.unmodifiableObservableList(breakers);
    private final ReadOnlyObjectWrapper<Load<List<Waiting>>> waiting =
            new ReadOnlyObjectWrapper<>(new Load.Loading<>());
    private final ReadOnlyObjectWrapper<Load<List<Proof>>> proofs =
            new ReadOnlyObjectWrapper<>(new Load.Loading<>());

    /// The answer to the question, in one sentence.
    public ReadOnlyStringProperty headlineProperty() {
        return headline.getReadOnlyProperty();
    }

    /// How much the headline should draw the eye.
    public ReadOnlyObjectProperty<Tone> toneProperty() {
        return tone.getReadOnlyProperty();
    }

    /// The numbers themselves, for whoever must know whether they are there.
    public ReadOnlyObjectProperty<Load<Overview>> loadProperty() {
        return vitals.overviewProperty();
    }

    /// One of the five tiles.
    public TileViewModel tile(Tile tile) {
        return tiles.computeIfAbsent(tile, _ -> new TileViewModel());
    }

    /// The chart's numbers.
    public ThroughputViewModel throughput() {
        return throughput;
    }

    /// The tenants in scope, the worst first.
    public ObservableList<TenantRow> tenants() {
        return shownTenants;
    }

    /// The breakers that are not closed.
    public ObservableList<Breaker> openBreakers() {
        return shownBreakers;
    }

    /// What waits without needing a person.
    public ReadOnlyObjectProperty<Load<List<Waiting>>> waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /// When each flow was last proven to be in sync, the one that drifted most first.
    public ReadOnlyObjectProperty<Load<List<Proof>>> proofsProperty() {
        return proofs.getReadOnlyProperty();
    }

    // Commands

    /// Follows the feed until hidden.
    public void shown() {
        news.cancel();
        news = bench.link().onNews(this::hear);
        throughput.shown();
        loadWaiting();
    }

    /// Stops following.
    public void hidden() {
        news.cancel();
        throughput.hidden();
    }

    /// Looks at one tenant alone.
    public void lookAt(TenantRow tenant) {
        bench.scope().choose(tenant.summary().tenant());
    }

    private void hear(News heard) {
        switch (heard) {
            case News.Ticked(_) -> {
                Duration since = Duration.between(waitingAskedAt, bench.clock().instant());
                if (since.compareTo(WAITING_RELOAD) >= 0) {
                    loadWaiting();
                }
            }
            case News.LoadAgain() -> loadWaiting();
            case News.ItemParked(_),
                    News.ItemUnparked(_),
                    News.ActionMoved(_),
                    News.BreakerMoved(_),
                    News.Unknown() -> {}
        }
    }

    private void loadWaiting() {
        waitingAskedAt = bench.clock().instant();
        var scope = bench.scope().scope();
        bench.ask(
                ops -> ops.waiting(scope, LONGEST_WAITING),
                list -> {
                    if (scope.equals(bench.scope().scope())) {
                        waiting.set(list.isEmpty() ? new Load.Empty<>() : new Load.Ready<>(list));
                    }
                },
                trouble -> {
                    if (!(waiting.get() instanceof Load.Ready)) {
                        waiting.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
        loadProofs();
    }

    private void loadProofs() {
        var scope = bench.scope().scope();
        bench.ask(
                ops -> ops.proofs(scope),
                list -> {
                    if (scope.equals(bench.scope().scope())) {
                        proofs.set(
                                list.isEmpty()
                                        ? new Load.Empty<>()
                                        : new Load.Ready<>(worstFirst(list)));
                    }
                },
                trouble -> {
                    if (!(proofs.get() instanceof Load.Ready)) {
                        proofs.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
    }

    private static List<Proof> worstFirst(List<Proof> proofs) {
        return proofs.stream()
                .sorted(
                        Comparator.comparingLong(Proof::drift)
                                .reversed()
                                .thenComparing(
                                        proof ->
                                                Optional.ofNullable(proof.inSyncAt())
                                                        .orElse(Instant.EPOCH))
                                .thenComparing(Proof::tenant)
                                .thenComparing(Proof::flow))
                .toList();
    }

    private void forget() {
        tiles.values().forEach(TileViewModel::forget);
        tenants.clear();
        breakers.clear();
        waiting.set(new Load.Loading<>());
        proofs.set(new Load.Loading<>());
        loadWaiting();
    }

    private void take(Load<Overview> load) {
        if (load instanceof Load.Loading) {
            forget(); // another scope, or another gateway
        }
        if (load instanceof Load.Ready(var numbers)) {
            Instant now = bench.clock().instant();
            show(Tile.WAITING, numbers.waiting(), Tone.WATCH, 1000, now);
            showOldest(numbers.oldestWaitingSeconds(), now);
            show(Tile.CONFLICTS, numbers.conflicts(), Tone.WATCH, 1, now);
            show(Tile.DEAD, numbers.deadLetters(), Tone.HURT, 1, now);
            show(Tile.BREAKERS, numbers.openBreakers(), Tone.HURT, 1, now);
            replace(tenants, ranking.rank(numbers.tenants(), now));
            replace(
                    breakers,
                    numbers.tenants().stream()
                            .flatMap(t -> t.breakers().stream())
                            .filter(b -> b.state() != BreakerState.CLOSED)
                            .sorted(Comparator.comparing(Breaker::tenant))
                            .toList());
        }
        say();
    }

    private void show(Tile tile, long value, Tone graveAs, long graveFrom, Instant now) {
        Tone grave = value >= graveFrom ? graveAs : Tone.CALM;
        tile(tile).show(value, "%,d".formatted(value), grave, now);
    }

    private void showOldest(long seconds, Instant now) {
        Tone grave = seconds >= 300 ? Tone.HURT : seconds >= 30 ? Tone.WATCH : Tone.CALM;
        tile(Tile.OLDEST).show(seconds, Ages.of(Duration.ofSeconds(seconds)), grave, now);
    }

    private void say() {
        var words =
                Headline.of(bench.link().stateProperty().get(), vitals.overviewProperty().get());
        headline.set(words.sentence());
        tone.set(words.tone());
    }

    private static <T> void replace(ObservableList<T> list, List<T> next) {
        if (!list.equals(next)) {
            list.setAll(next);
        }
    }
}
