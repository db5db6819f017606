package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.StreamSpec;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads the stream of one tenant's system, on a thread of its own: Kafka's consumer may block.
///
/// Offsets are committed once the journal has committed all that was read before them. Whoever dies
/// in between, or loses a partition, leaves messages that are read again, and the journal knows
/// them. Messages of one key are stored in their order. A journal that takes nothing is asked
/// again, and a broker that is down is tried again; either is told once, and once more when it is
/// over.
final class StreamReader {

    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /// So often in vain, and a person wants to know of it.
    private static final int LOUD = 5;

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Intake.Ports ports;
    private final Appending appending;
    private final StreamAddress address;
    private final Duration lookEvery;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile Optional<KafkaConsumer<byte[], byte[]>> consuming = Optional.empty();
    private volatile boolean trouble;
    private long lookedNanos;

    /// @param lookEvery how often it is asked whether broker and topic are there
    StreamReader(
            Vertx vertx,
            Intake.Ports ports,
            Appending appending,
            StreamAddress address,
            Duration lookEvery) {
        this.vertx = vertx;
        this.ports = ports;
        this.appending = appending;
        this.address = address;
        this.lookEvery = lookEvery;
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("stream-" + address.tenant() + "-" + address.system())
                        .unstarted(this::run);
    }

    StreamAddress address() {
        return address;
    }

    /// Whether nothing can be read just now.
    boolean isInTrouble() {
        return trouble;
    }

    void start() {
        thread.start();
    }

    /// Whether its thread has ended, and nobody asked it to.
    boolean hasDied() {
        return thread.getState() == Thread.State.TERMINATED && !isStopping();
    }

    /// Another one in place of this one, whose thread has ended. It is in trouble until it has
    /// found broker and topic.
    StreamReader again() {
        StreamReader next = new StreamReader(vertx, ports, appending, address, lookEvery);
        next.trouble = true;
        return next;
    }

    /// Reads no further. What was read and is not stored is read again by whoever comes next.
    void stop() {
        stopping.countDown();
        consuming.ifPresent(KafkaConsumer::wakeup);
    }

    /// Waits until it has left its group, as long as that may take.
    boolean ended(Duration atMost) throws InterruptedException {
        return thread.join(atMost);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /// What nobody foresaw ends the thread, and is told; [Streams] puts another one in its place.
    private void run() {
        try {
            readOn();
        } catch (RuntimeException | Error failure) {
            trouble = true;
            LOG.atError()
                    .addKeyValue("tenant", address.tenant())
                    .addKeyValue("system", address.system())
                    .setCause(failure)
                    .log("The thread that reads a stream has died; another one takes its place");
        }
    }

    private void readOn() {
        while (!isStopping()) {
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(
                            address.settings(),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer())) {
                consuming = Optional.of(consumer);
                consumer.subscribe(List.of(address.topic()));
                read(consumer);
            } catch (WakeupException ending) {
                LOG.atDebug().addKeyValue("stream", address.toString()).log("A stream is left");
            } catch (InterruptException ending) {
                return;
            } catch (KafkaException | IllegalStateException failure) {
                told(Optional.of(sentence(failure)));
                rest(RETRY);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                consuming = Optional.empty();
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
        lookedNanos = ports.clock().monotonicNanos() - lookEvery.toNanos();
        while (!isStopping()) {
            look(consumer);
            ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
            if (!messages.isEmpty() && stored(messages)) {
                told(Optional.empty());
                commit(consumer, messages);
            }
        }
    }

    /// A consumer says nothing of a broker that it does not reach, and nothing of a topic that is
    /// not there.
    private void look(KafkaConsumer<byte[], byte[]> consumer) {
        long now = ports.clock().monotonicNanos();
        if (now - lookedNanos < lookEvery.toNanos()) {
            return;
        }
        lookedNanos = now;
        try {
            told(
                    consumer.partitionsFor(address.topic(), LOOK).isEmpty()
                            ? Optional.of("there is no topic " + address.topic())
                            : Optional.empty());
        } catch (org.apache.kafka.common.errors.TimeoutException silent) {
            told(Optional.of("no broker answers at " + address.access().brokers()));
        }
    }

    private static String sentence(RuntimeException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private void told(Optional<String> now) {
        boolean was = trouble;
        trouble = now.isPresent();
        if (now.isPresent() && !was) {
            LOG.atWarn()
                    .addKeyValue("tenant", address.tenant())
                    .addKeyValue("system", address.system())
                    .addKeyValue("cause", now.get())
                    .log("A stream cannot be read; it is tried again");
        } else if (now.isEmpty() && was) {
            LOG.atInfo()
                    .addKeyValue("tenant", address.tenant())
                    .addKeyValue("system", address.system())
                    .log("A stream can be read again");
        }
    }

    private void rest(Duration time) {
        try {
            boolean _ = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- Storing

    /// @return false: the reading ends before all was stored
    private boolean stored(ConsumerRecords<byte[], byte[]> messages) throws InterruptedException {
        Map<Object, List<ConsumerRecord<byte[], byte[]>>> ofOneKey = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            ofOneKey.computeIfAbsent(key(message), _ -> new ArrayList<>()).add(message);
        }
        Future<?> all = Future.join(ofOneKey.values().stream().map(this::inOrder).toList());
        while (!isStopping()) {
            try {
                Object _ = all.toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS);
                return true;
            } catch (TimeoutException later) {
                // Not yet: whether this is to end is looked at again.
            } catch (ExecutionException left) {
                return false;
            }
        }
        return false;
    }

    private static Object key(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null
                ? new TopicPartition(message.topic(), message.partition())
                : ByteBuffer.wrap(message.key());
    }

    private Future<Void> inOrder(List<ConsumerRecord<byte[], byte[]>> messages) {
        Future<Void> done = Future.succeededFuture();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            done = done.compose(_ -> untilStored(message, 1));
        }
        return done;
    }

    private Future<Void> untilStored(ConsumerRecord<byte[], byte[]> message, int tries) {
        return vertx.executeBlocking(() -> content(message), false)
                .compose(this::store)
                .recover(
                        failure -> {
                            if (isStopping()) {
                                return Future.failedFuture(failure);
                            }
                            if (tries == LOUD) {
                                notStored(message, failure);
                            }
                            return vertx.timer(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                                    .compose(_ -> untilStored(message, tries + 1));
                        });
    }

    /// The others of its topic wait behind it.
    private void notStored(ConsumerRecord<byte[], byte[]> message, Throwable failure) {
        LOG.atError()
                .addKeyValue("tenant", address.tenant())
                .addKeyValue("system", address.system())
                .addKeyValue("partition", message.partition())
                .addKeyValue("offset", message.offset())
                .setCause(failure)
                .log("A message of a stream is not taken by the journal; it is tried again");
    }

    /// Under the mappings as they are now.
    private WebhookContent.Read content(ConsumerRecord<byte[], byte[]> message) {
        Mappings mappings = ports.mappings().get();
        TenantSpec tenant = mappings.tenant(address.tenant()).orElseThrow();
        Connection connection =
                Optional.ofNullable(tenant.connections().get(address.system())).orElseThrow();
        SystemSpec system = connection.system();
        StreamSpec stream = system.stream().orElseThrow();
        return new StreamMessage(
                        system,
                        stream,
                        new Reception(mappings, tenant, ports.dice(), Optional.empty()),
                        (resource, changed) -> ports.front().arrived(id(), resource, changed))
                .read(message);
    }

    private Future<Void> store(WebhookContent.Read read) {
        Future<Void> hinted =
                read.lists().isEmpty()
                        ? Future.succeededFuture()
                        : ports.hints().tell(id(), read.lists());
        return hinted.compose(
                _ ->
                        read.changes().isEmpty()
                                ? Future.succeededFuture()
                                : appending
                                        .append(
                                                new Delivery(
                                                        id(),
                                                        Trigger.STREAM,
                                                        read.identity(),
                                                        read.changes()))
                                        .mapEmpty());
    }

    private TenantId id() {
        return TenantId.named(address.tenant());
    }

    private static void commit(
            KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> messages) {
        Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
        for (TopicPartition partition : messages.partitions()) {
            long last = messages.records(partition).getLast().offset();
            reached.put(partition, new OffsetAndMetadata(last + 1));
        }
        try {
            consumer.commitSync(reached);
        } catch (CommitFailedException | RebalanceInProgressException taken) {
            // Another replica has the partition by now: it reads these again, and they are known.
            LOG.atDebug().addKeyValue("cause", taken.toString()).log("An offset was not committed");
        }
    }
}
