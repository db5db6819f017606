package drawbridge.intake;

import drawbridge.mapping.Mappings;
import drawbridge.mapping.TenantSpec;
import drawbridge.tenant.Secrets.Purpose;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the Kafka topics of all tenants' systems that have one. Every replica does: Kafka gives
/// each of them a part of the partitions.
public final class Streams {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final long TICK_MILLIS = 1_000;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration LEAVING = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Intake.Ports ports;
    private final Appending appending;
    private final Duration lookEvery;
    private final Map<String, StreamReader> readers = new HashMap<>();
    private long timer = -1;

    private Streams(Vertx vertx, Intake.Ports ports, Duration lookEvery) {
        this.vertx = vertx;
        this.lookEvery = lookEvery;
        this.ports = ports;
        this.appending =
                new Appending(
                        ports.journal(),
                        new IntakeMeters(ports.meters()),
                        ports.clock()::monotonicNanos);
        Gauge _ =
                Gauge.builder("drawbridge.streams.unreadable", this, Streams::inTrouble)
                        .description("Streams that cannot be read just now")
                        .register(ports.meters());
    }

    public static Streams create(Vertx vertx, Intake.Ports ports) {
        return create(vertx, ports, LOOK_EVERY);
    }

    /// @param lookEvery how often it is asked whether broker and topic are there
    static Streams create(Vertx vertx, Intake.Ports ports, Duration lookEvery) {
        return new Streams(vertx, ports, lookEvery);
    }

    /// From now on every stream is read that some tenant's file names; one that is named otherwise
    /// later, or has another password, is read anew.
    public synchronized void start() {
        if (timer < 0) {
            timer = vertx.setPeriodic(1, TICK_MILLIS, _ -> look());
        }
    }

    /// Completes when all have left their groups, or after a few seconds.
    public synchronized Future<Void> stop() {
        boolean _ = vertx.cancelTimer(timer);
        timer = -1;
        List<StreamReader> all = List.copyOf(readers.values());
        readers.clear();
        all.forEach(StreamReader::stop);
        return vertx.executeBlocking(
                () -> {
                    for (StreamReader one : all) {
                        boolean _ = one.ended(LEAVING);
                    }
                    return null;
                },
                false);
    }

    private synchronized double inTrouble() {
        return readers.values().stream().filter(StreamReader::isInTrouble).count();
    }

    private synchronized void look() {
        if (timer < 0) {
            return;
        }
        Map<String, StreamAddress> wanted = wanted();
        readers.entrySet()
                .removeIf(
                        each -> {
                            boolean stays =
                                    each.getValue().address().equals(wanted.get(each.getKey()));
                            if (!stays) {
                                each.getValue().stop();
                            }
                            return !stays;
                        });
        readers.replaceAll((_, reader) -> living(reader));
        wanted.forEach(
                (key, address) -> {
                    if (!readers.containsKey(key)) {
                        StreamReader reader =
                                new StreamReader(vertx, ports, appending, address, lookEvery);
                        readers.put(key, reader);
                        reader.start();
                        LOG.atInfo()
                                .addKeyValue("tenant", address.tenant())
                                .addKeyValue("system", address.system())
                                .log("A stream is read");
                    }
                });
    }

    /// A stream whose reader has died would be read by nobody until a restart.
    private static StreamReader living(StreamReader reader) {
        if (!reader.hasDied()) {
            return reader;
        }
        StreamReader next = reader.again();
        next.start();
        return next;
    }

    private Map<String, StreamAddress> wanted() {
        Mappings mappings = ports.mappings().get();
        Map<String, StreamAddress> wanted = new HashMap<>();
        for (TenantSpec tenant : mappings.tenants().values()) {
            TenantId id = TenantId.named(tenant.name());
            tenant.connections()
                    .forEach(
                            (system, connection) -> {
                                Optional<String> login =
                                        connection.stream()
                                                .flatMap(TenantSpec.StreamAccess::login)
                                                .flatMap(
                                                        _ ->
                                                                ports.secrets()
                                                                        .value(
                                                                                id,
                                                                                system,
                                                                                Purpose.STREAM));
                                StreamAddress.of(tenant, connection, login)
                                        .ifPresent(
                                                address ->
                                                        wanted.put(
                                                                tenant.name() + "/" + system,
                                                                address));
                            });
        }
        return wanted;
    }
}
