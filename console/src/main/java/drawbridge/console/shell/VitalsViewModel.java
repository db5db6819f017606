package drawbridge.console.shell;

import drawbridge.console.client.TenantScope;
import drawbridge.opsapi.Breaker;
import drawbridge.opsapi.News;
import drawbridge.opsapi.Overview;
import drawbridge.opsapi.Tick;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import java.time.Duration;
import java.time.Instant;

/// The numbers of the scope, always up to date while connected: loaded by HTTP, moved on by each
/// tick where the scope is every tenant, and loaded again every two seconds for what ticks do not
/// tell.
public final class VitalsViewModel {

    private static final Duration RELOAD = Duration.ofSeconds(2);

    private final Workbench bench;
    private boolean asking;
    private boolean askAgain;
    private Instant askedAt = Instant.EPOCH;

    public VitalsViewModel(Workbench bench) {
        this.bench = bench;
        var _ = bench.link().onNews(this::hear);
        bench.scope().chosenProperty().addListener((_, _, _) -> restart());
        bench.link().meProperty().addListener((_, _, _) -> restart());
    }

    // Properties

    private final ReadOnlyObjectWrapper<Load<Overview>> overview =
            new ReadOnlyObjectWrapper<>(new Load.Loading<>());

    /// The numbers.
    public ReadOnlyObjectProperty<Load<Overview>> overviewProperty() {
        return overview.getReadOnlyProperty();
    }

    // Commands

    /// Loads the numbers now.
    public void reload() {
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        askedAt = bench.clock().instant();
        TenantScope scope = bench.scope().scope();
        bench.ask(
                ops -> ops.overview(scope),
                answer -> {
                    answered();
                    if (scope.equals(bench.scope().scope())) {
                        take(answer);
                    }
                },
                trouble -> {
                    answered();
                    if (!(overview.get() instanceof Load.Ready)) {
                        overview.set(new Load.Failed<>(trouble.sentence()));
                    }
                });
    }

    private void restart() {
        overview.set(new Load.Loading<>());
        if (bench.link().line().isPresent()) {
            reload();
        }
    }

    private void answered() {
        asking = false;
        if (askAgain) {
            askAgain = false;
            reload();
        }
    }

    private void take(Overview answer) {
        if (bench.scope().scope() instanceof TenantScope.All) {
            bench.scope().learn(answer.tenants());
        }
        overview.set(new Load.Ready<>(answer));
    }

    private void hear(News news) {
        switch (news) {
            case News.Ticked(var tick) -> {
                if (bench.scope().scope() instanceof TenantScope.All
                        && overview.get() instanceof Load.Ready(var known)) {
                    overview.set(new Load.Ready<>(movedOn(known, tick)));
                }
                if (Duration.between(askedAt, bench.clock().instant()).compareTo(RELOAD) >= 0) {
                    reload();
                }
            }
            case News.LoadAgain() -> {
                asking = false;
                reload();
            }
            case News.BreakerMoved(Breaker _) -> reload();
            case News.ItemParked(_), News.ItemUnparked(_), News.ActionMoved(_), News.Unknown() -> {}
        }
    }

    private Overview movedOn(Overview known, Tick tick) {
        long settled = tick.settled().values().stream().mapToLong(Long::longValue).sum();
        return new Overview(
                known.instance(),
                known.position(),
                bench.clock().instant(),
                tick.waiting(),
                tick.oldestWaitingSeconds(),
                tick.conflicts(),
                tick.deadLetters(),
                tick.openBreakers(),
                settled > 0 ? bench.clock().instant() : known.lastSettledAt(),
                tick.counts(),
                known.directions(),
                known.tenants());
    }
}
