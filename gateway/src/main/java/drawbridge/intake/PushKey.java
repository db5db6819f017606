package drawbridge.intake;

import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Once;

import io.vertx.ext.web.RoutingContext;

import java.util.Optional;
import java.util.regex.Pattern;

/// The key under which a sender may send a request again: the header `Idempotency-Key`.
final class PushKey {

    private static final String HEADER = "Idempotency-Key";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private PushKey() {}

    /// @param what the method and all that the address names; with the body it is the request
    /// @throws Refusal when there is a key that is none
    static Optional<Once> of(RoutingContext context, String system, String what, byte[] body) {
        Optional<String> key = Headers.of(context, HEADER);
        if (key.isPresent() && !KEY.matcher(key.get()).matches()) {
            throw Refusal.malformed(
                    "The header " + HEADER + " must be 1 to 255 visible ASCII characters.");
        }
        return key.map(
                text ->
                        new Once(
                                Hash.of("push", system, text),
                                Hash.of(what, Hash.of(Bytes.copyOf(body)).asUuid().toString())));
    }
}
