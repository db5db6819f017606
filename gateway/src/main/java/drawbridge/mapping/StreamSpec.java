package drawbridge.mapping;

import drawbridge.mapping.TenantSpec.StreamAccess;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a system tells by a Kafka topic. A message is read as the body of a webhook is; its key is
/// one more place, and its headers are headers.
///
/// @param topic in which `{tenant}` stands for the tenant's name
/// @param group of consumers, likewise
/// @param events where a message holds its events, and what each type means. Nothing of it says
///   that a message is genuine: whoever may write to the topic is believed
/// @param empty what a message without a value means, as topics that are compacted have it; empty:
///   nobody can read such a one
public record StreamSpec(
        String topic, String group, WebhookSpec events, Optional<WebhookSpec.WebhookType> empty) {

    /// The key of a message. No header is called so.
    public static final WebhookSpec.Place KEY =
            new WebhookSpec.Place.Header(":key", Optional.empty());

    /// How a message without a value is read.
    public Optional<WebhookSpec> ofEmpty() {
        return empty.map(
                type ->
                        new WebhookSpec(
                                events.proof(),
                                events.tolerance(),
                                new Pointer(List.of()),
                                List.of(),
                                new Pointer(List.of()),
                                Optional.of(KEY),
                                events.eventId(),
                                Optional.empty(),
                                Optional.empty(),
                                events.replies(),
                                Map.of("empty", type),
                                Map.of()));
    }

    /// The topic of a tenant: as its file names it, else as the system's does.
    public String topicOf(String tenant, StreamAccess access) {
        return named(access.topic().orElse(topic), tenant);
    }

    /// The group in which a tenant's messages are read, likewise.
    public String groupOf(String tenant, StreamAccess access) {
        return named(access.group().orElse(group), tenant);
    }

    private static String named(String pattern, String tenant) {
        return pattern.replace("{tenant}", tenant);
    }
}
