package drawbridge.intake;

import io.vertx.core.http.HttpServerOptions;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Every limit of the public port, set by hand: by default half a request header holds a connection
/// for ever and nothing bounds a body.
///
/// | limit | value | what happens beyond |
/// | --- | --- | --- |
/// | body | [#BODY_BYTES], counted while it arrives | 413, counted; the sweep reads the record |
/// | bodies in memory together | [#HELD_BYTES] | 503 with `Retry-After` |
/// | time for the whole body | [#BODY_TIME] | 408 and close |
/// | silence of a connection, half a header included | [#SILENCE] | close |
/// | time for the commit | [#COMMIT_TIME] | 503 with `Retry-After` |
/// | request line | [#LINE_BYTES] | 414 |
/// | headers | [#HEADER_BYTES] | 431 |
/// | compressed bodies | not opened | 415 |
final class PublicServer {

    static final int BODY_BYTES = 1024 * 1024;
    static final long HELD_BYTES = 64L * 1024 * 1024;
    static final Duration BODY_TIME = Duration.ofSeconds(15);
    static final Duration SILENCE = Duration.ofSeconds(20);
    static final Duration COMMIT_TIME = Duration.ofSeconds(10);
    static final int LINE_BYTES = 4 * 1024;
    static final int HEADER_BYTES = 16 * 1024;
    static final int CHUNK_BYTES = 16 * 1024;
    static final int BACKLOG = 1024;

    private PublicServer() {}

    static HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions();
        options.setReadIdleTimeout(Math.toIntExact(SILENCE.toSeconds()))
                .setIdleTimeout(Math.toIntExact(SILENCE.toSeconds()) * 2)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return options.setMaxInitialLineLength(LINE_BYTES)
                .setMaxHeaderSize(HEADER_BYTES)
                .setMaxChunkSize(CHUNK_BYTES)
                .setDecompressionSupported(false)
                .setCompressionSupported(false)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(false)
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
    }
}
