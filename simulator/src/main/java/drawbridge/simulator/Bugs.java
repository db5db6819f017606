package drawbridge.simulator;

import drawbridge.crossing.engine.Arrivals;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.BreakerRow;
import drawbridge.crossing.engine.Guarding.Clearance;
import drawbridge.crossing.engine.Guarding.ConfirmedDelete;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Remote;
import drawbridge.mapping.JsonText;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.sync.Link;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// The variants behind [Planted] that are put in at the journal, and at the ways in.
final class Bugs {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration ECHO = Duration.ofSeconds(3);

    private Bugs() {}

    // ---- Ways in

    static Sabotage acknowledgedBeforeCommit(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<List<Receipt>> append(Delivery delivery) {
                                world.time.after(
                                        SOON,
                                        () -> {
                                            Future<List<Receipt>> _ = super.append(delivery);
                                        });
                                return Future.succeededFuture(
                                        delivery.changes().stream()
                                                .map(change -> new Receipt(change.id(), false))
                                                .toList());
                            }
                        });
    }

    static Sabotage deliveryIdIgnored(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<List<Receipt>> append(Delivery delivery) {
                                Optional<Hash> fresh =
                                        delivery.identity().map(_ -> Hash.of(id(world).toString()));
                                return super.append(
                                        new Delivery(
                                                delivery.tenant(),
                                                delivery.trigger(),
                                                fresh,
                                                delivery.changes().stream()
                                                        .map(
                                                                change ->
                                                                        delivery.trigger()
                                                                                        == Trigger
                                                                                                .POLL
                                                                                ? change
                                                                                : renamed(
                                                                                        change,
                                                                                        id(world)))
                                                        .toList(),
                                                delivery.missed(),
                                                delivery.cursor(),
                                                delivery.once()));
                            }
                        });
    }

    private static UUID id(SimWorld world) {
        return new UUID(world.time.random.nextLong(), world.time.random.nextLong());
    }

    private static Arrivals.Incoming renamed(Arrivals.Incoming change, UUID id) {
        return new Arrivals.Incoming(
                id,
                change.record(),
                change.version(),
                change.tombstone(),
                change.content(),
                change.body(),
                change.full(),
                change.wants(),
                change.unreadable(),
                change.traceParent(),
                change.mappingVersion());
    }

    static Sabotage echoByTime(SimWorld world) {
        return echo((tenant, record) -> isNearOurs(world, tenant, record));
    }

    /// @param isEcho whether what comes in about a record is left out
    private static Sabotage echo(BiPredicate<TenantId, RecordRef> isEcho) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<List<Receipt>> append(Delivery delivery) {
                                return super.append(
                                        with(
                                                delivery,
                                                delivery.changes().stream()
                                                        .filter(
                                                                change ->
                                                                        change.record()
                                                                                .filter(
                                                                                        record ->
                                                                                                isEcho
                                                                                                        .test(
                                                                                                                delivery
                                                                                                                        .tenant(),
                                                                                                                record))
                                                                                .isEmpty())
                                                        .toList()));
                            }
                        });
    }

    private static Arrivals.Delivery with(
            Arrivals.Delivery delivery, List<Arrivals.Incoming> changes) {
        return new Arrivals.Delivery(
                delivery.tenant(),
                delivery.trigger(),
                delivery.identity(),
                changes,
                delivery.missed(),
                delivery.cursor(),
                delivery.once());
    }

    /// Of a list that breaks off, or that lags, the records that it should have shown count as
    /// deleted until something is told of them again.
    static Sabotage absentIsDeleted(SimWorld world) {
        return new Sabotage() {

            private final Map<TenantId, Set<RecordRef>> absent = new HashMap<>();

            @Override
            public Journal journal(Journal port) {
                return new JournalWrap(port) {
                    @Override
                    public Future<List<Receipt>> append(Delivery delivery) {
                        Set<RecordRef> gone =
                                absent.computeIfAbsent(delivery.tenant(), _ -> new HashSet<>());
                        List<Incoming> changes = new ArrayList<>(delivery.changes());
                        changes.forEach(change -> change.record().ifPresent(gone::remove));
                        for (RecordRef record : unlisted(world, delivery)) {
                            gone.add(record);
                            changes.add(world.postman.deleted(delivery.tenant(), record));
                        }
                        return super.append(with(delivery, changes));
                    }
                };
            }

            @Override
            public Remote remote(Remote port) {
                return new RemoteWrap(port) {
                    @Override
                    public Future<Read> read(Call call, RecordRef record) {
                        return absent.getOrDefault(call.tenant(), Set.of()).contains(record)
                                ? Future.succeededFuture(new Read.Absent(true))
                                : super.read(call, record);
                    }
                };
            }
        };
    }

    /// What changed in a system since the oldest that a list of it shows, and is not in that list.
    private static List<RecordRef> unlisted(SimWorld world, Arrivals.Delivery delivery) {
        List<RecordRef> listed =
                delivery.changes().stream().flatMap(change -> change.record().stream()).toList();
        if (delivery.trigger() != Trigger.POLL || listed.isEmpty()) {
            return List.of();
        }
        Map<RecordRef, ModelSystem.Row> rows =
                world.system(delivery.tenant(), listed.getFirst().resource().system()).rows;
        Instant since = Objects.requireNonNull(rows.get(listed.getFirst())).changed;
        return rows.entrySet().stream()
                .filter(
                        row ->
                                row.getKey().resource().equals(SimWorld.APPOINTMENT)
                                        || row.getKey().resource().equals(SimWorld.EVENT))
                .filter(row -> !row.getValue().changed.isBefore(since))
                .map(Map.Entry::getKey)
                .filter(record -> !listed.contains(record))
                .toList();
    }

    private static boolean isNearOurs(SimWorld world, TenantId tenant, RecordRef record) {
        ModelSystem system = world.system(tenant, record.resource().system());
        Instant since = world.time.now().minus(ECHO);
        return system.effects.stream()
                .anyMatch(
                        effect ->
                                effect.gateway()
                                        && effect.record().equals(record)
                                        && effect.at().isAfter(since));
    }

    static Sabotage tombstoneForgotten(SimWorld world) {
        return opening(
                opened ->
                        changed(
                                opened,
                                opened.link().filter(link -> link.life() != Link.Life.TOMBSTONE),
                                opened.pending()));
    }

    /// Neither its version nor a look at the system tells whether it is the newest.
    static Sabotage payloadIsState(SimWorld world) {
        return new Sabotage() {

            private final Map<RecordRef, State> last = new HashMap<>();

            @Override
            public Journal journal(Journal port) {
                return new JournalWrap(port) {
                    @Override
                    public Future<Optional<Opened>> open(Lease lease) {
                        return super.open(lease)
                                .onSuccess(opened -> opened.ifPresent(lane -> remember(lane)));
                    }
                };
            }

            private void remember(Journal.Opened lane) {
                for (Journal.Pending change : lane.pending()) {
                    if (change.full() && !change.tombstone() && change.body().length() > 0) {
                        last.put(change.record(), parsed(change));
                    }
                }
            }

            private State parsed(Journal.Pending change) {
                try {
                    return JsonText.parse(change.body().toArray()) instanceof Value.Obj record
                            ? State.of(record)
                            : State.of(Value.Obj.EMPTY);
                } catch (JsonText.Malformed unreadable) {
                    throw new IllegalStateException(unreadable);
                }
            }

            @Override
            public Remote remote(Remote port) {
                return new RemoteWrap(port) {
                    @Override
                    public Future<Read> read(Call call, RecordRef record) {
                        return super.read(call, record)
                                .map(
                                        read ->
                                                read instanceof Read.Present
                                                                && last.containsKey(record)
                                                        ? new Read.Present(last.get(record))
                                                        : read);
                    }
                };
            }
        };
    }

    private static Sabotage opening(Function<Journal.Opened, Journal.Opened> how) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Optional<Opened>> open(Lease lease) {
                                return super.open(lease).map(opened -> opened.map(how));
                            }
                        });
    }

    private static Journal.Opened changed(
            Journal.Opened now, Optional<Link> link, List<Journal.Pending> pending) {
        return new Journal.Opened(
                now.lease(),
                now.flow(),
                now.record(),
                now.side(),
                link,
                pending,
                now.attempt(),
                now.parked(),
                now.touched(),
                now.tries(),
                now.since(),
                now.members());
    }

    static Sabotage massDeleteUnguarded(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Clearance> clear(ConfirmedDelete delete) {
                                return Future.succeededFuture(new Clearance.Go());
                            }
                        });
    }

    static Sabotage patienceUntold(SimWorld world) {
        return journal(
                port ->
                        new JournalWrap(port) {
                            @Override
                            public Future<Void> keep(BreakerRow row) {
                                return Future.succeededFuture();
                            }
                        });
    }

    static Sabotage journal(Function<Journal, Journal> around) {
        return new Sabotage() {
            @Override
            public Journal journal(Journal port) {
                return around.apply(port);
            }
        };
    }
}
