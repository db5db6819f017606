package drawbridge.system;

import drawbridge.crossing.engine.Clock;
import drawbridge.journal.TestDatabase;
import drawbridge.mapping.Mappings;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.GrantId;
import drawbridge.tenant.PgConsents;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.PgTokens;
import drawbridge.tenant.Standing;
import drawbridge.tenant.Vault;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

import java.util.function.Consumer;
import java.util.function.Supplier;

/// As much of a gateway as asks for tokens and for access, one of several on one PostgreSQL.
record Replica(Vertx vertx, Pool pool, HttpRemote remote, Consents consents)
        implements AutoCloseable {

    /// @param resumed told of each connection that somebody granted access to
    static Replica open(
            Supplier<Mappings> mappings,
            String masterKey,
            Standing standing,
            Clock clock,
            Consumer<GrantId> resumed)
            throws Exception {
        Vertx vertx = Vertx.vertx();
        Pool pool = DatabasePool.open(vertx, TestDatabase.access(), 2);
        Vault vault = Vault.under(masterKey);
        HttpRemote remote =
                HttpRemote.create(
                        vertx,
                        mappings,
                        Specs.CLIENT,
                        new PgTokens(new PgScope(pool), vault),
                        standing,
                        clock,
                        new SimpleMeterRegistry());
        Consents consents =
                new Consents(
                        new Consents.Parts(
                                mappings,
                                Specs.CLIENT,
                                vault,
                                new PgConsents(new PgScope(pool), vault),
                                remote,
                                (grant, _, _) -> {
                                    resumed.accept(grant);
                                    return Future.succeededFuture();
                                }));
        return new Replica(vertx, pool, remote, consents);
    }

    @Override
    public void close() {
        Outcomes.of(pool.close());
        Outcomes.of(vertx.close());
    }
}
