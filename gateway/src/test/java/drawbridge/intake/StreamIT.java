package drawbridge.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.VertxClock;
import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.file.MappingLoader;
import drawbridge.tenant.TenantId;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Topics of a real broker, read into a journal that fails when it is told to.
@SuppressWarnings("NullAway.Init") // The broker is started before any test.
class StreamIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    @TempDir private static Path brokersFolder;
    private static KafkaBroker broker;

    @TempDir private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final KeptJournal journal = new KeptJournal();
    private final KeptHints hints = new KeptHints();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Streams> started = new ArrayList<>();
    private final String topic = "crm." + UUID.randomUUID();
    private Mappings mappings;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new KafkaBroker(brokersFolder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void load() throws Exception {
        put("systems/crm.yaml", SYSTEM);
        put("systems/app.yaml", Files.readString(Path.of("..", "mappings", "systems", "app.yaml")));
        put("flows/meetings.yaml", resource("meetings").replace("${system}", "crm"));
        put("tenants/north.yaml", TENANT.replace("TOPIC", topic));
        mappings = MappingLoader.load(folder, Map.of("A_KEY", "key", "A_BROKER", broker.address()));
    }

    private static final String SYSTEM =
            """
            # A CRM that tells of its meetings by a compacted topic.
            system: crm
            auth: { header: Authorization, prefix: "Bearer " }
            limits: { timeout: 10s, concurrent: 8, body: 1MiB }

            kafka:
              topic: crm.meetings
              type: { header: event-type }
              record: /payload
              id: { key: true }
              empty: meeting.deleted
              types:
                meeting.changed: { resource: meeting, full: true }
                meeting.touched: { resource: meeting, as: hint }
                meeting.deleted: { resource: meeting, deleted: true }
                meetings.imported: { resource: meeting, as: list }

            resources:
              meeting:
                id: /id
                updated-at: { at: /updated, format: iso-instant }
                read: GET /meetings/{id}
                list:
                  path: /meetings
                  query: {}
                  since: { parameter: since, format: iso-instant }
                  pages: { parameter: cursor, next: /next }
                  items: /items
            """;

    private static final String TENANT =
            """
            tenant: north
            title: North
            zone: Europe/Berlin

            connections:
              crm:
                endpoint: http://127.0.0.1:9
                credential: { env: A_KEY }
                kafka: { brokers: "${A_BROKER}", topic: TOPIC }
                sweep: 1h
              app:
                endpoint: http://127.0.0.1:9
                credential: { env: A_KEY }
                push: { env: A_KEY }
                sweep: 1h

            flows:
              meetings: {}
            """;

    private void put(String file, String text) throws Exception {
        Path path = folder.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }

    private static String resource(String name) throws Exception {
        try (var in =
                Objects.requireNonNull(
                        StreamIT.class.getResourceAsStream("/hooks/" + name + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterEach
    void stop() {
        started.forEach(one -> one.stop().await());
        vertx.close().await();
    }

    @Test
    void readsTypeFromAHeaderTheIdFromTheKeyAndTheRecordFromTheValue() throws Exception {
        broker.topic(topic, 2);
        start();

        broker.write(
                List.of(
                        message(
                                "m1",
                                "meeting.changed",
                                "{\"payload\":{\"id\":\"m1\",\"title\":\"One\"}}"),
                        message("m2", "meeting.touched", "{}"),
                        message("m3", null, null),
                        message("m4", "meetings.imported", "{}"),
                        message("m5", "weather.changed", "{}")));

        await().atMost(PATIENCE).until(() -> changes().size() == 5);
        assertThat(change("m1").full()).isTrue();
        assertThat(change("m1").wants()).hasSize(1);
        assertThat(change("m2").full()).as("it is read").isFalse();
        assertThat(change("m3").tombstone()).as("no value").isTrue();
        assertThat(changes()).filteredOn(change -> change.wants().isEmpty()).hasSize(2);
        assertThat(hints.open(Set.of(TenantId.named("north"))).await())
                .extracting(hint -> hint.list().toString())
                .containsExactly("crm.meeting");
        assertThat(journal.deliveries())
                .allSatisfy(one -> assertThat(one.trigger()).isEqualTo(Trigger.STREAM));
    }

    @Test
    void keepsWhatNobodyCanReadForAPersonAndGoesOnBehindIt() throws Exception {
        broker.topic(topic, 1);
        start();

        broker.write(
                List.of(
                        message("p1", "meeting.changed", "no JSON"),
                        message("p2", "meeting.changed", "{\"payload\":7}"),
                        message("p3", "meeting.changed", "x".repeat(900_000)),
                        message("p4", "meeting.changed", "{\"payload\":{\"id\":\"p4\"}}")));

        await().atMost(PATIENCE).until(() -> changes().size() == 4);
        List<String> why =
                changes().stream().flatMap(change -> change.unreadable().stream()).toList();
        assertThat(why).hasSize(3);
        assertThat(why).anySatisfy(one -> assertThat(one).startsWith("the body is no JSON"));
        assertThat(why)
                .anySatisfy(
                        one ->
                                assertThat(one)
                                        .isEqualTo("/payload is no object: it holds the record"));
        assertThat(change("p4").unreadable()).isEmpty();
        await().atMost(PATIENCE).until(() -> committed(0) == 4);
    }

    @Test
    void commitsAnOffsetOnlyOnceTheJournalHasCommitted() throws Exception {
        broker.topic(topic, 1);
        journal.fail(true);
        start();
        broker.write(List.of(message("m1", "meeting.touched", "{}")));

        await().atMost(PATIENCE).until(() -> journal.asked() > 1);
        long whileNothingIsTaken = committed(0);
        journal.fail(false);
        await().atMost(PATIENCE).until(() -> committed(0) == 1);

        assertThat(whileNothingIsTaken).as("no offset").isEqualTo(-1);
        assertThat(changes()).hasSize(1);
    }

    @Test
    void knowsAMessageThatIsReadAgain() throws Exception {
        broker.topic(topic, 1);
        start();
        broker.write(
                List.of(
                        message("m1", "meeting.touched", "{}"),
                        message("m1", "meeting.touched", "{}")));
        await().atMost(PATIENCE).until(() -> committed(0) == 2);
        stopAll();

        // As if it had died between the two commits.
        Object _ =
                broker.admin()
                        .alterConsumerGroupOffsets(
                                "drawbridge-north-crm",
                                Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                        .all()
                        .get();
        int before = journal.asked();
        start();
        await().atMost(PATIENCE).until(() -> journal.asked() == before + 2);

        assertThat(changes()).as("two messages, each once").hasSize(2);
    }

    @Test
    void givesThePartitionsOfAReplicaThatLeavesToTheOthers() throws Exception {
        broker.topic(topic, 4);
        Streams one = start();
        Streams other = start();
        broker.write(many(0, 40));
        await().atMost(PATIENCE).until(() -> changes().size() == 40);

        one.stop().await();
        broker.write(many(40, 80));

        await().atMost(PATIENCE).until(() -> changes().size() >= 80);
        assertThat(changes())
                .extracting(change -> change.record().map(RecordRef::id).orElse(""))
                .hasSize(80)
                .doesNotHaveDuplicates();
        other.stop().await();
    }

    @Test
    void tellsOfABrokerThatIsDownAndReadsOnWhenItIsBack() throws Exception {
        broker.topic(topic, 1);
        start();
        broker.write(List.of(message("m1", "meeting.touched", "{}")));
        await().atMost(PATIENCE).until(() -> committed(0) == 1);

        broker.kill();
        await().atMost(PATIENCE).until(() -> unreadable() == 1);
        broker.start();
        broker.write(List.of(message("m2", "meeting.touched", "{}")));

        await().atMost(PATIENCE).until(() -> changes().size() == 2);
        await().atMost(PATIENCE).until(() -> unreadable() == 0);
        assertThat(change("m2").record()).isPresent();
    }

    @Test
    void goesOnReadingAStreamWhoseThreadHasDied() throws Exception {
        broker.topic(topic, 1);
        AtomicInteger deaths = new AtomicInteger(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        VertxClock usual = clock();
        start(
                () -> {
                    if (Thread.currentThread().getName().equals("stream-north-crm")) {
                        threads.add(Thread.currentThread());
                        if (deaths.getAndDecrement() > 0) {
                            throw new NoClassDefFoundError("a class that is missing");
                        }
                    }
                    return usual.monotonicNanos();
                });
        broker.write(List.of(message("m1", "meeting.touched", "{}")));

        await().atMost(PATIENCE).until(() -> committed(0) == 1);

        assertThat(threads).as("two that died, and the one that reads").hasSize(3);
        assertThat(changes()).hasSize(1);
        await().atMost(PATIENCE).until(() -> unreadable() == 0);
    }

    @Test
    void tellsOfATopicThatIsNotThere() throws Exception {
        start();

        await().atMost(PATIENCE).until(() -> unreadable() == 1);
        broker.topic(topic, 1);
        broker.write(List.of(message("m1", "meeting.touched", "{}")));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(changes()).hasSize(1));
    }

    // ---- Writing and looking

    private List<ProducerRecord<byte[], byte[]>> many(int from, int to) {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int n = from; n < to; n++) {
            all.add(message("m" + n, "meeting.touched", "{}"));
        }
        return all;
    }

    private ProducerRecord<byte[], byte[]> message(
            String key, @Nullable String type, @Nullable String value) {
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(
                        topic,
                        key.getBytes(StandardCharsets.UTF_8),
                        value == null ? null : bytes(value));
        if (type != null) {
            var _ = message.headers().add(new RecordHeader("event-type", bytes(type)));
        }
        return message;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private VertxClock clock() {
        return new VertxClock(vertx, java.time.Clock.systemUTC()::instant);
    }

    @CanIgnoreReturnValue
    private Streams start() {
        return start(clock()::monotonicNanos);
    }

    /// @param nanos what a clock says of the time that passes
    @CanIgnoreReturnValue
    private Streams start(LongSupplier nanos) {
        VertxClock usual = clock();
        Clock clock =
                new Clock() {
                    @Override
                    public Instant now() {
                        return usual.now();
                    }

                    @Override
                    public long monotonicNanos() {
                        return nanos.getAsLong();
                    }

                    @Override
                    public Future<Void> after(Duration delay) {
                        return usual.after(delay);
                    }
                };
        Streams streams =
                Streams.create(
                        vertx,
                        new Intake.Ports(
                                () -> mappings,
                                (_, _, _) -> Optional.empty(),
                                journal.port(),
                                WebhookFront.starting(clock::monotonicNanos),
                                hints,
                                journal.reads(),
                                _ -> Future.failedFuture("nobody grants anything here"),
                                clock,
                                dice(),
                                meters,
                                () -> true),
                        Duration.ofSeconds(1));
        started.add(streams);
        streams.start();
        return streams;
    }

    private void stopAll() {
        started.forEach(one -> one.stop().await());
        started.clear();
    }

    /// -1: none was committed.
    private long committed(int partition) throws Exception {
        OffsetAndMetadata at =
                broker.admin()
                        .listConsumerGroupOffsets("drawbridge-north-crm")
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .get(new TopicPartition(topic, partition));
        return at == null ? -1 : at.offset();
    }

    private double unreadable() {
        return meters.get("drawbridge.streams.unreadable").gauge().value();
    }

    private List<Incoming> changes() {
        return journal.deliveries().stream().map(Delivery::changes).flatMap(List::stream).toList();
    }

    private Incoming change(String id) {
        return changes().stream()
                .filter(change -> change.record().map(RecordRef::id).filter(id::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static Dice dice() {
        return new Dice() {
            @Override
            public double jitter() {
                return 0;
            }

            @Override
            public UUID id() {
                return UUID.randomUUID();
            }
        };
    }
}
