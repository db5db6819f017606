package drawbridge.intake;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// A real Kafka broker, as a process with a class path of its own: its libraries are others than
/// ours.
final class KafkaBroker {

    /// Where the build wrote the class path: `gateway/src/test/broker/pom.xml`.
    private static final Path CLASS_PATH =
            Path.of(
                    Optional.ofNullable(System.getenv("DRAWBRIDGE_BROKER"))
                            .orElse("src/test/broker/target/broker.classpath"));

    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final int port = freePort();
    private final Path settings;
    private Optional<Process> process = Optional.empty();
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaBroker(Path folder) throws Exception {
        this.folder = folder;
        this.settings = Files.writeString(folder.resolve("server.properties"), settings());
        Process format =
                java(
                        "format",
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        "4L6g3nShT-eMCtK--X86sw",
                        "-c");
        if (!format.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("format.log")));
        }
        admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                address(),
                                "default.api.timeout.ms",
                                120_000,
                                "request.timeout.ms",
                                60_000));
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", address(), "acks", "all"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        start();
    }

    private String settings() {
        return """
               process.roles=broker,controller
               node.id=1
               controller.quorum.voters=1@127.0.0.1:%1$d
               listeners=PLAINTEXT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%1$d
               controller.listener.names=CONTROLLER
               listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
               log.dirs=%3$s
               offsets.topic.replication.factor=1
               offsets.topic.num.partitions=1
               transaction.state.log.replication.factor=1
               transaction.state.log.min.isr=1
               group.initial.rebalance.delay.ms=0
               broker.heartbeat.interval.ms=500
               broker.session.timeout.ms=2000
               auto.create.topics.enable=false
               """
                .formatted(freePort(), port, folder.resolve("data"));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process java(String log, String... command) throws IOException {
        if (!Files.isReadable(CLASS_PATH)) {
            throw new IllegalStateException(
                    CLASS_PATH.toAbsolutePath()
                            + " is not there: mvn -q -f gateway/src/test/broker validate writes it");
        }
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                Files.readString(CLASS_PATH).strip()));
        line.addAll(List.of(command));
        line.add(settings.toString());
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log + ".log").toFile())
                .start();
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    void start() throws Exception {
        process = Optional.of(java("broker", "kafka.Kafka"));
        int _ = admin.describeCluster().nodes().get(PATIENCE_SECONDS, TimeUnit.SECONDS).size();
    }

    /// As a power cut would.
    void kill() throws InterruptedException {
        if (process.isPresent()) {
            int _ = process.get().destroyForcibly().waitFor();
        }
        process = Optional.empty();
    }

    /// For good.
    void close() throws InterruptedException {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        kill();
    }

    Admin admin() {
        return admin;
    }

    void topic(String name, int partitions) throws ExecutionException, InterruptedException {
        Object _ =
                admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }

    /// Written in their order, and known to be.
    void write(List<ProducerRecord<byte[], byte[]>> messages)
            throws ExecutionException, InterruptedException {
        for (Future<?> sent : messages.stream().map(producer::send).toList()) {
            Object _ = sent.get();
        }
    }
}
