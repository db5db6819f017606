package drawbridge.intake;

import drawbridge.mapping.TenantSpec;
import drawbridge.mapping.TenantSpec.Connection;
import drawbridge.mapping.TenantSpec.Sasl;
import drawbridge.mapping.TenantSpec.StreamAccess;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where the stream of a tenant's system is. Two that are equal need one consumer.
///
/// @param login name and password, written `name:password`
record StreamAddress(
        String tenant,
        String system,
        String topic,
        String group,
        StreamAccess access,
        Optional<String> login) {

    private static final int MOST_AT_ONCE = 200;
    private static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int MOST_OF_A_PARTITION = 1024 * 1024;
    private static final int CALL_MILLIS = 10_000;
    private static final int LONGEST_RECONNECT_MILLIS = 10_000;

    static Optional<StreamAddress> of(
            TenantSpec tenant, Connection connection, Optional<String> login) {
        return connection.stream()
                .flatMap(
                        access ->
                                connection.system().stream()
                                        .map(
                                                stream ->
                                                        new StreamAddress(
                                                                tenant.name(),
                                                                connection.system().name(),
                                                                stream.topicOf(
                                                                        tenant.name(), access),
                                                                stream.groupOf(
                                                                        tenant.name(), access),
                                                                access,
                                                                login)));
    }

    /// What the consumer is made with. Offsets are committed by us alone, and who has none begins
    /// at the first message that is there.
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, access.brokers());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "drawbridge-" + tenant + "-" + system);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_AT_ONCE);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_OF_A_PARTITION);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, LONGEST_RECONNECT_MILLIS);
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol());
        mechanism()
                .ifPresent(
                        name -> {
                            settings.put(SaslConfigs.SASL_MECHANISM, name);
                            settings.put(SaslConfigs.SASL_JAAS_CONFIG, jaas());
                        });
        return settings;
    }

    private String protocol() {
        boolean sasl = access.sasl() != Sasl.NONE;
        return access.tls() ? (sasl ? "SASL_SSL" : "SSL") : (sasl ? "SASL_PLAINTEXT" : "PLAINTEXT");
    }

    private Optional<String> mechanism() {
        return switch (access.sasl()) {
            case NONE -> Optional.empty();
            case PLAIN -> Optional.of("PLAIN");
            case SCRAM_SHA_256 -> Optional.of("SCRAM-SHA-256");
            case SCRAM_SHA_512 -> Optional.of("SCRAM-SHA-512");
        };
    }

    private String jaas() {
        String known = login.orElse(":");
        int colon = Math.max(0, known.indexOf(':'));
        String module =
                access.sasl() == Sasl.PLAIN
                        ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                        : "org.apache.kafka.common.security.scram.ScramLoginModule";
        return "%s required username=\"%s\" password=\"%s\";"
                .formatted(
                        module,
                        quoted(known.substring(0, colon)),
                        quoted(known.substring(colon + 1)));
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /// Never the password.
    @Override
    public String toString() {
        return topic + " of " + system + " for " + tenant;
    }
}
