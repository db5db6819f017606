package drawbridge.intake;

import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.mapping.StreamSpec;
import drawbridge.mapping.SystemSpec;
import drawbridge.mapping.WebhookSpec;

import io.vertx.core.MultiMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a message of a topic, as a webhook is read. Whatever it is, it becomes a change: what
/// nobody can read is kept and put before a person, so that no message stands in the way of those
/// behind it.
final class StreamMessage {

    private static final Logger LOG = LoggerFactory.getLogger(StreamMessage.class);

    /// How much of one that is too large is kept, for people.
    private static final int KEPT_BYTES = 16 * 1024;

    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

    private final SystemSpec system;
    private final StreamSpec stream;
    private final Reception reception;
    private final WebhookContent.Told told;

    StreamMessage(
            SystemSpec system, StreamSpec stream, Reception reception, WebhookContent.Told told) {
        this.system = system;
        this.stream = stream;
        this.reception = reception;
        this.told = told;
    }

    WebhookContent.Read read(ConsumerRecord<byte[], byte[]> message) {
        try {
            WebhookContent.Read read = content(message);
            return new WebhookContent.Read(
                    read.changes(),
                    read.lists(),
                    read.identity().or(() -> Optional.of(identity(message))));
        } catch (RuntimeException unforeseen) {
            LOG.atError()
                    .addKeyValue("system", system.name())
                    .setCause(unforeseen)
                    .log("A message of a stream could not be read, and is kept");
            return kept(message, bytes(message), "nobody can read it: " + unforeseen);
        }
    }

    private WebhookContent.Read content(ConsumerRecord<byte[], byte[]> message) {
        byte[] value = message.value();
        if (value == null) {
            Optional<WebhookSpec> empty = stream.ofEmpty();
            return empty.isPresent()
                    ? new WebhookContent(system, empty.get(), reception, told)
                            .read(request(message, NOTHING))
                    : kept(
                            message,
                            new byte[0],
                            "the message has no value, and the system's file does not say under"
                                    + " 'empty' what that means");
        }
        if (value.length > PublicServer.BODY_BYTES) {
            return kept(
                    message,
                    Arrays.copyOf(value, KEPT_BYTES),
                    "the message is "
                            + value.length
                            + " bytes large; the limit is "
                            + PublicServer.BODY_BYTES);
        }
        return new WebhookContent(system, stream.events(), reception, told)
                .read(request(message, value));
    }

    private static byte[] bytes(ConsumerRecord<byte[], byte[]> message) {
        byte[] value = message.value();
        return value == null
                ? new byte[0]
                : Arrays.copyOf(value, Math.min(value.length, KEPT_BYTES));
    }

    private WebhookContent.Read kept(
            ConsumerRecord<byte[], byte[]> message, byte[] body, String why) {
        Incoming change =
                reception.unreadable(
                        Optional.empty(),
                        Optional.empty(),
                        Bytes.copyOf(body),
                        identity(message),
                        why);
        return new WebhookContent.Read(List.of(change), Set.of(), Optional.of(identity(message)));
    }

    private static HookRequest request(ConsumerRecord<byte[], byte[]> message, byte[] body) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (Header header : message.headers()) {
            byte[] value = header.value();
            if (value != null) {
                headers.set(header.key(), new String(value, StandardCharsets.UTF_8));
            }
        }
        byte[] key = message.key();
        if (key != null && StreamSpec.KEY instanceof WebhookSpec.Place.Header(String name, var _)) {
            headers.set(name, new String(key, StandardCharsets.UTF_8));
        }
        return new HookRequest(
                "POST", "", "/", List.of(), MultiMap.caseInsensitiveMultiMap(), headers, body);
    }

    /// Of this message and no other, also where a topic was made anew and counts from 0 again.
    private Hash identity(ConsumerRecord<byte[], byte[]> message) {
        return Hash.of(
                "stream",
                system.name(),
                message.topic(),
                Integer.toString(message.partition()),
                Long.toString(message.offset()),
                Long.toString(message.timestamp()),
                hex(message.key()),
                hex(message.value()));
    }

    private static String hex(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null
                ? "-"
                : bytes.length > KEPT_BYTES
                        ? Integer.toString(Arrays.hashCode(bytes))
                        : HexFormat.of().formatHex(bytes);
    }
}
