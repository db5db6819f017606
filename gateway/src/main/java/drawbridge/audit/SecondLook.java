package drawbridge.audit;

import drawbridge.crossing.engine.CrossingFailure;
import drawbridge.crossing.engine.LaneId;
import drawbridge.journal.AuditReads.Known;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.sync.Link;
import drawbridge.sync.Sight;
import drawbridge.system.RecordFacts;

import io.vertx.core.Future;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Looks once more at what did not agree: both records are read by their ids, while the link is
/// known to stay as it is. What is under way is watched for a while; only what stays different
/// after all is told.
final class SecondLook {

    /// What is under way of more pairs than that is counted, and not watched.
    private static final int WATCHED = 2_000;

    private final Task task;
    private final Ports ports;
    private final Steps steps;
    private final Sights sights;
    private final Account account;
    private final Repairs repairs;
    private final Map<UUID, Suspect> suspects = new LinkedHashMap<>();
    private final Map<UUID, Suspect> moving = new LinkedHashMap<>();
    private final Set<UUID> settled = new HashSet<>();

    /// @param link empty while it has none
    /// @param alone the record that was met, where it has none
    private record Suspect(
            UUID key, Optional<UUID> link, Side side, Optional<RecordRef> alone, Instant since) {}

    SecondLook(Task task, Ports ports, Steps steps, Sights sights, Account account) {
        this.task = task;
        this.ports = ports;
        this.steps = steps;
        this.sights = sights;
        this.account = account;
        this.repairs = Repairs.of(task, ports);
    }

    void suspect(UUID link) {
        add(new Suspect(link, Optional.of(link), Side.ACME, Optional.empty(), now()));
    }

    void suspect(Side side, RecordRef alone) {
        UUID key = LaneId.of(task.id(), task.name(), alone).value();
        add(new Suspect(key, Optional.empty(), side, Optional.of(alone), now()));
    }

    private void add(Suspect suspect) {
        if (!knows(suspect.key())) {
            suspects.put(suspect.key(), suspect);
        }
    }

    /// Whether it is counted here, or will be.
    boolean knows(UUID key) {
        return settled.contains(key) || suspects.containsKey(key) || moving.containsKey(key);
    }

    /// Looks, where many have gathered.
    Future<Void> ifMany() {
        return suspects.size() < steps.suspects() ? Future.succeededFuture() : at();
    }

    /// Looks at all that have gathered.
    Future<Void> at() {
        if (suspects.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Suspect> all = List.copyOf(suspects.values());
        return ports.clock()
                .after(steps.grace())
                .compose(_ -> each(new ArrayDeque<>(all), false))
                .compose(
                        _ -> {
                            all.forEach(one -> suspects.remove(one.key()));
                            return at();
                        });
    }

    /// Looks at what was under way until it has settled, or the time for that is over.
    Future<Void> last() {
        Instant until = now().plus(patience());
        Duration[] rest = {steps.grace()};
        return Turns.whileTrue(
                () -> {
                    if (moving.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    boolean over = !now().isBefore(until);
                    Deque<Suspect> all = new ArrayDeque<>(moving.values());
                    Duration wait = rest[0];
                    rest[0] = wait.multipliedBy(2);
                    return ports.clock()
                            .after(over ? Duration.ofMillis(1) : wait)
                            .compose(_ -> each(all, over))
                            .compose(_ -> at())
                            .map(_ -> !over || !moving.isEmpty());
                });
    }

    private Duration patience() {
        Duration told = task.told(Side.ACME, steps);
        Duration app = task.told(Side.APP, steps);
        Duration longer = told.compareTo(app) > 0 ? told : app;
        return longer.compareTo(steps.patience()) > 0 ? steps.patience() : longer;
    }

    /// @param last whether what is still under way is counted so
    private Future<Void> each(Deque<Suspect> all, boolean last) {
        return Turns.whileTrue(
                () -> {
                    Suspect next = all.poll();
                    return next == null
                            ? Future.succeededFuture(false)
                            : look(next)
                                    .compose(seen -> take(next, seen, last))
                                    .compose(_ -> account.save())
                                    .map(_ -> true);
                });
    }

    private record Seen(Judge.Pair pair, Judgement judgement) {}

    /// The link is asked for before and after its records are read: what moved meanwhile says
    /// nothing about them.
    private Future<Seen> look(Suspect suspect) {
        return known(suspect)
                .compose(
                        before ->
                                before.busy()
                                        ? Future.succeededFuture(busy(suspect, before))
                                        : read(suspect, before))
                .recover(failure -> unreadable(suspect, failure));
    }

    private Future<Known> known(Suspect suspect) {
        if (suspect.link().isPresent()) {
            return ports.reads()
                    .link(task.id(), task.name(), suspect.link().get())
                    .map(found -> found.orElse(Known.NOTHING));
        }
        RecordRef record = suspect.alone().orElseThrow();
        return ports.reads()
                .records(task.id(), task.name(), suspect.side(), Set.of(record))
                .map(found -> found.getOrDefault(record, Known.NOTHING));
    }

    private Future<Seen> read(Suspect suspect, Known before) {
        return sight(suspect, before, Side.ACME)
                .compose(
                        acme ->
                                sight(suspect, before, Side.APP)
                                        .compose(
                                                app ->
                                                        known(suspect)
                                                                .compose(
                                                                        after ->
                                                                                judged(
                                                                                        suspect,
                                                                                        before,
                                                                                        after, acme,
                                                                                        app))));
    }

    private Future<Sight> sight(Suspect suspect, Known known, Side side) {
        Optional<RecordRef> linked =
                known.link()
                        .flatMap(link -> link.end(side).record())
                        .map(id -> task.record(side, id));
        Optional<RecordRef> record =
                linked.isPresent() || suspect.side() != side ? linked : suspect.alone();
        record.ifPresent(_ -> account.read(1));
        return record.map(one -> sights.read(side, one))
                .orElseGet(() -> Future.succeededFuture(new Sight.None()));
    }

    private Future<Seen> judged(Suspect suspect, Known before, Known after, Sight acme, Sight app) {
        if (!before.equals(after)) {
            return Future.succeededFuture(busy(suspect, after));
        }
        Pointing pointing = new Pointing(task.flow());
        pointing.add(Side.ACME, acme);
        pointing.add(Side.APP, app);
        after.link().ifPresent(pointing::add);
        return pointing.refs(ports.journal(), task.id())
                .map(
                        refs -> {
                            Judge.Pair pair =
                                    new Judge.Pair(
                                            task.flow(),
                                            suspect.side(),
                                            suspect.alone(),
                                            after,
                                            acme,
                                            app,
                                            refs,
                                            now());
                            Judgement judgement = Judge.of(pair);
                            return new Seen(
                                    pair,
                                    judgement.kind().isDrift() && mayBeTold(suspect, pair)
                                            ? new Judgement.InMotion(
                                                    "It changed a moment ago, and may be told yet.")
                                            : judgement);
                        });
    }

    /// Whether the way that changes come by may still bring this one.
    private boolean mayBeTold(Suspect suspect, Judge.Pair pair) {
        for (Side side : Side.values()) {
            Instant since = now().minus(task.told(side, steps));
            boolean recent =
                    switch (pair.sight(side)) {
                        case Sight.Present(State state) ->
                                task.spec(side)
                                        .flatMap(
                                                spec ->
                                                        RecordFacts.of(spec, state.record())
                                                                .updatedAt())
                                        .filter(since::isBefore)
                                        .isPresent();
                        // Nobody says when it went: at the earliest when it was missed first.
                        case Sight.Gone _ ->
                                pair.link().isPresent()
                                        && suspect.since().plus(patience()).isAfter(now());
                        case Sight.None _ -> false;
                    };
            if (recent) {
                return true;
            }
        }
        return false;
    }

    private Seen busy(Suspect suspect, Known known) {
        return new Seen(pair(suspect, known), new Judgement.InMotion("There is work on it."));
    }

    private Judge.Pair pair(Suspect suspect, Known known) {
        return new Judge.Pair(
                task.flow(),
                suspect.side(),
                suspect.alone(),
                known,
                new Sight.None(),
                new Sight.None(),
                Refs.NONE,
                now());
    }

    /// One record that its system cannot tell says nothing about the others.
    private Future<Seen> unreadable(Suspect suspect, Throwable failure) {
        return failure instanceof CrossingFailure said
                ? known(suspect)
                        .map(
                                known ->
                                        new Seen(
                                                pair(suspect, known),
                                                new Judgement.Unreadable(
                                                        List.of(),
                                                        "It could not be read: "
                                                                + said.facts().sentence()
                                                                + ".")))
                : Future.failedFuture(failure);
    }

    private Future<Void> take(Suspect suspect, Seen seen, boolean last) {
        Judgement judgement = seen.judgement();
        if (judgement instanceof Judgement.InMotion && !last && moving.size() < WATCHED) {
            moving.put(suspect.key(), suspect);
            return Future.succeededFuture();
        }
        moving.remove(suspect.key());
        Optional<UUID> link = seen.pair().known().link().map(Link::id);
        boolean again = !settled.add(suspect.key());
        again |= link.isPresent() && !link.get().equals(suspect.key()) && !settled.add(link.get());
        if (again || judgement instanceof Judgement.Nothing) {
            return Future.succeededFuture();
        }
        if (judgement instanceof Judgement.Expanded expanded) {
            account.count(expanded.kind(), 1);
            return unlinked(Set.copyOf(expanded.near()));
        }
        Kind kind = judgement.kind();
        account.count(kind, 1);
        boolean repair = task.run().repair() && kind.isDrift();
        return (repair ? repairs.send(seen.pair(), judgement) : Future.<Void>succeededFuture())
                .compose(
                        _ -> {
                            if (repair) {
                                account.repaired();
                            }
                            return kind.isShown()
                                            || (judgement instanceof Judgement.Apart oneWay
                                                    && !oneWay.groups().isEmpty())
                                    ? account.tell(finding(seen, repair))
                                    : Future.succeededFuture();
                        });
    }

    /// The occurrences of a series that should have a partner, and have no link: those that have
    /// one are looked at with all links.
    private Future<Void> unlinked(Set<RecordRef> near) {
        Optional<Side> keeper = task.flow().occurring().map(Occurring::side);
        if (near.isEmpty() || keeper.isEmpty()) {
            return Future.succeededFuture();
        }
        Side side = keeper.get();
        return ports.reads()
                .records(task.id(), task.name(), side, near)
                .map(
                        known -> {
                            near.stream()
                                    .filter(one -> !isLinked(known.get(one)))
                                    .sorted(Comparator.comparing(RecordRef::id))
                                    .forEach(one -> suspect(side, one));
                            return null;
                        });
    }

    private static boolean isLinked(@Nullable Known known) {
        return known != null
                && known.link().filter(link -> link.life() == Link.Life.LINKED).isPresent();
    }

    private Finding finding(Seen seen, boolean repaired) {
        Judge.Pair pair = seen.pair();
        return new Finding(
                seen.judgement().kind(),
                record(pair, Side.ACME),
                record(pair, Side.APP),
                seen.judgement().sentence(),
                Judge.shown(pair, List.of()),
                repaired,
                seen.judgement().kind().isDrift() ? Judge.would(pair) : Optional.empty());
    }

    private Optional<RecordRef> record(Judge.Pair pair, Side side) {
        Optional<RecordRef> linked =
                pair.known()
                        .link()
                        .flatMap(link -> link.end(side).record())
                        .map(id -> task.record(side, id));
        return linked.isPresent() || pair.origin() != side ? linked : pair.alone();
    }

    private Instant now() {
        return ports.clock().now();
    }
}
