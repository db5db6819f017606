package drawbridge.system;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClient;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Gets a page at the word of a message, which may be anybody's: from the origins that a descriptor
/// allows and from no other, small, soon, without a credential and without following anybody
/// further.
public final class Fetch {

    private static final Duration TIME = Duration.ofSeconds(5);
    private static final long BYTES = 64L * 1024;
    private static final int AT_ONCE = 8;

    /// The page could not be got now.
    public static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Failed(String sentence) {
            super(sentence, null, false, false);
        }
    }

    private final Vertx vertx;
    private final WebClient client;
    private final AtomicInteger running = new AtomicInteger();

    public Fetch(Vertx vertx) {
        this.vertx = vertx;
        this.client =
                Exchange.watched(
                        WebClient.wrap(
                                vertx.httpClientBuilder()
                                        .with(ClientLimits.client())
                                        .with(ClientLimits.pool())
                                        .withConnectHandler(
                                                connection -> connection.exceptionHandler(_ -> {}))
                                        .build(),
                                ClientLimits.client()),
                        Wiretap.NONE);
    }

    /// Whether an address is of one of the origins, such as `https://sns.*.amazonaws.com`, in which
    /// `*` stands for letters, digits and dashes: a star never spans a dot, so that nobody's domain
    /// ends in an allowed one.
    public static boolean allows(List<String> origins, String address) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                return false;
            }
            String origin =
                    uri.getScheme()
                            + "://"
                            + uri.getHost()
                            + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            return origins.stream().anyMatch(allowed -> matches(allowed, origin));
        } catch (java.net.URISyntaxException noAddress) {
            return false;
        }
    }

    private static boolean matches(String allowed, String origin) {
        String pattern =
                Pattern.compile("\\*")
                        .splitAsStream(allowed + " ")
                        .map(Pattern::quote)
                        .reduce((one, other) -> one + "[A-Za-z0-9-]+" + other)
                        .orElse("");
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(origin + " ").matches();
    }

    /// @param address that [#allows] allows
    /// @return fails with [Failed] alone
    public Future<Buffer> get(String address) {
        if (running.incrementAndGet() > AT_ONCE) {
            running.decrementAndGet();
            return Future.failedFuture(new Failed("too much is being fetched at once"));
        }
        return Exchange.run(
                        vertx,
                        client.requestAbs(HttpMethod.GET, address),
                        Optional.empty(),
                        TIME,
                        BYTES)
                .onComplete(_ -> running.decrementAndGet())
                .transform(
                        ended ->
                                ended.failed()
                                        ? failed(
                                                address, String.valueOf(ended.cause().getMessage()))
                                        : ended.result().status() != 200 || ended.result().cut()
                                                ? failed(
                                                        address,
                                                        "answered " + ended.result().status())
                                                : Future.succeededFuture(ended.result().body()));
    }

    private static Future<Buffer> failed(String address, String why) {
        int query = address.indexOf('?');
        String shown = query < 0 ? address : address.substring(0, query);
        return Future.failedFuture(new Failed(shown + ": " + why));
    }
}
