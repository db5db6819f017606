package drawbridge.system;

import drawbridge.mapping.SystemSpec;

import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClientOptions;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Every limit of the HTTP client towards a system, set by hand: the library's own values are no
/// time-outs, waiters without number, redirects followed and ten mebibytes of body.
///
/// | limit | value | where |
/// | --- | --- | --- |
/// | one call in total | the descriptor's `limits.timeout` | `Exchange` |
/// | an answer's body | the descriptor's `limits.body`, counted while it arrives | `Exchange` |
/// | a page of a list | the same, but [#PAGE_BYTES] at least | `Exchange` |
/// | calls at once, per tenant and system | the descriptor's `limits.concurrent` | `Turnstile` |
/// | calls waiting for their turn | [#WAITING] | `Turnstile` |
/// | connect, obtain a connection | [#CONNECT] | client, request |
/// | silent connection | [#IDLE] | client |
/// | unused connection kept | [#KEEP_ALIVE] | client |
/// | age of a connection | [#LIFETIME] | pool |
/// | connections, per tenant and system | [#CONNECTIONS] | pool |
/// | calls waiting for a connection | [#CONNECTIONS] | pool |
/// | headers of an answer | [#HEADER_BYTES] | client |
/// | status line of an answer | [#LINE_BYTES] | client |
/// | redirects | none followed | client, request |
/// | compressed answers | not asked for, not opened | client |
final class ClientLimits {

    static final int CONNECTIONS = 64;
    static final int WAITING = 1024;
    static final Duration CONNECT = Duration.ofSeconds(3);
    static final Duration IDLE = Duration.ofSeconds(60);

    /// Shorter than what servers commonly grant (5 s at the least): a request that is sent into a
    /// connection which the server is just closing leaves a write in doubt.
    static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

    static final Duration LIFETIME = Duration.ofMinutes(10);
    static final int HEADER_BYTES = 16 * 1024;
    static final int LINE_BYTES = 4 * 1024;

    /// One record that is far too large must not keep its neighbours on the page from being read.
    static final int PAGE_BYTES = 16 * 1024 * 1024;

    private ClientLimits() {}

    static long answer(Asked.Doing doing, SystemSpec.Limits limits) {
        return doing == Asked.Doing.LIST
                ? Math.max(PAGE_BYTES, limits.maxBodyBytes())
                : limits.maxBodyBytes();
    }

    static WebClientOptions client() {
        WebClientOptions options = new WebClientOptions();
        options.setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(Math.toIntExact(IDLE.toSeconds()))
                .setKeepAlive(true)
                .setKeepAliveTimeout(Math.toIntExact(KEEP_ALIVE.toSeconds()))
                .setPipelining(false)
                .setHttp2ClearTextUpgrade(false)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxInitialLineLength(LINE_BYTES)
                .setDecompressionSupported(false)
                .setVerifyHost(true)
                .setTrustAll(false)
                .setMaxRedirects(0);
        return options.setTcpKeepAlive(true)
                .setFollowRedirects(false)
                .setUserAgentEnabled(true)
                .setUserAgent("Drawbridge");
    }

    static PoolOptions pool() {
        return new PoolOptions()
                .setHttp1MaxSize(CONNECTIONS)
                .setMaxWaitQueueSize(CONNECTIONS)
                .setMaxLifetime(Math.toIntExact(LIFETIME.toSeconds()))
                .setMaxLifetimeUnit(TimeUnit.SECONDS)
                .setCleanerPeriod(1000);
    }
}
