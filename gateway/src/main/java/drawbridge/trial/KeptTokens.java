package drawbridge.trial;

import drawbridge.tenant.GrantId;
import drawbridge.tenant.Token;
import drawbridge.tenant.Tokens;

import io.vertx.core.Future;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// The tokens of one trial, in memory. The gateway's own are not touched.
public final class KeptTokens implements Tokens {

    private final Map<GrantId, Stored> stored = new ConcurrentHashMap<>();
    private final BiConsumer<String, String> heard;

    /// @param heard is told each token, and how a shell would name it
    public KeptTokens(BiConsumer<String, String> heard) {
        this.heard = heard;
    }

    @Override
    public Future<Stored> read(GrantId grant) {
        return Future.succeededFuture(of(grant));
    }

    @Override
    public Future<Stored> lease(GrantId grant, long generation, UUID holder, Duration length) {
        Stored now = of(grant);
        Stored leased =
                new Stored(now.generation(), now.token(), Optional.of(holder), Optional.empty());
        stored.put(grant, leased);
        return Future.succeededFuture(leased);
    }

    @Override
    public Future<OptionalLong> store(GrantId grant, UUID holder, Token token) {
        long generation = of(grant).generation() + 1;
        heard.accept(token.access(), "$TOKEN");
        token.refresh().ifPresent(refresh -> heard.accept(refresh, "$REFRESH_TOKEN"));
        stored.put(
                grant,
                new Stored(generation, Optional.of(token), Optional.empty(), Optional.empty()));
        return Future.succeededFuture(OptionalLong.of(generation));
    }

    @Override
    public Future<Void> release(GrantId grant, UUID holder, boolean answered) {
        Stored now = of(grant);
        stored.put(
                grant,
                new Stored(now.generation(), now.token(), Optional.empty(), Optional.empty()));
        return Future.succeededFuture();
    }

    private Stored of(GrantId grant) {
        return stored.getOrDefault(grant, Stored.NONE);
    }
}
