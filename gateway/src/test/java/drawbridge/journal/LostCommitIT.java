package drawbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import drawbridge.crossing.engine.Arrivals.Delivery;
import drawbridge.crossing.engine.Arrivals.Incoming;
import drawbridge.crossing.engine.Arrivals.Trigger;
import drawbridge.crossing.engine.Arrivals.Wanted;
import drawbridge.crossing.engine.Bytes;
import drawbridge.crossing.engine.Hash;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Journal.Hints;
import drawbridge.crossing.engine.Journal.Lease;
import drawbridge.crossing.engine.Journal.Session;
import drawbridge.mapping.Direction;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.platform.DatabaseAccess;
import drawbridge.platform.DatabasePool;
import drawbridge.tenant.TenantId;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.sqlclient.Pool;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A database that commits, and whose word of it does not arrive.
class LostCommitIT {

    private static final TenantId NORTH = TenantId.named("north");
    private static final RecordRef APPOINTMENT =
            new RecordRef(new ResourceName("acme", "appointment"), "a1");
    private static final Buffer COMMITTED = Buffer.buffer("COMMIT\0");

    private final Vertx vertx = Vertx.vertx();
    private final NetServer relay = vertx.createNetServer();
    private final NetClient outside = vertx.createNetClient();
    private final AtomicInteger inDoubt = new AtomicInteger();
    private final List<Lease> handed = new CopyOnWriteArrayList<>();
    private volatile boolean cutting;
    private Pool pool;
    private Journal journal;

    @BeforeEach
    void start() throws Exception {
        TestDatabase.empty();
        DatabaseAccess direct = TestDatabase.access();
        relay.connectHandler(near -> connect(near, direct));
        int port = TestDatabase.await(relay.listen(0, "127.0.0.1")).actualPort();
        pool =
                DatabasePool.open(
                        vertx,
                        new DatabaseAccess(
                                "127.0.0.1",
                                port,
                                direct.database(),
                                direct.migration(),
                                direct.gateway(),
                                direct.judge()));
        journal =
                new PgJournal(
                        vertx, pool, (tenant, flow, side) -> Optional.empty(), () -> Set.of(NORTH));
    }

    @AfterEach
    void stop() throws Exception {
        TestDatabase.await(pool.close());
        TestDatabase.await(vertx.close());
    }

    /// Both ways, until the database says that it has committed.
    private void connect(NetSocket near, DatabaseAccess direct) {
        near.pause();
        outside.connect(direct.port(), direct.host())
                .onSuccess(
                        far -> {
                            near.handler(far::write);
                            far.handler(bytes -> answer(near, far, bytes));
                            near.closeHandler(_ -> far.close());
                            far.closeHandler(_ -> near.close());
                            near.resume();
                        })
                .onFailure(_ -> near.close());
    }

    private void answer(NetSocket near, NetSocket far, Buffer bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        if (cutting && text.contains(COMMITTED.toString(StandardCharsets.ISO_8859_1))) {
            far.close();
            near.close();
        } else {
            near.write(bytes);
        }
    }

    /// For good, that is, until the process ended.
    @Test
    void aChangeDoesNotPendForGoodBecauseTheLeaseThatItsAppendTookWasNotTold() throws Exception {
        Session session = TestDatabase.await(journal.begin(Duration.ofMinutes(10)));
        journal.listen(session, hints());
        assertThat(TestDatabase.await(journal.claim(session, Direction.TO_APP, 8))).isEmpty();
        cutting = true;

        assertThatThrownBy(() -> TestDatabase.await(journal.append(delivery())))
                .isNotInstanceOf(AssertionError.class);

        cutting = false;
        await().untilAsserted(() -> assertThat(inDoubt).hasValue(1));
        assertThat(handed).isEmpty();
        assertThat(TestDatabase.await(journal.claim(session, Direction.TO_APP, 8)))
                .as("leased, though nobody was told")
                .isEmpty();

        // What whoever is told does about it.
        TestDatabase.await(journal.end(session));
        Session next = TestDatabase.await(journal.begin(Duration.ofMinutes(10)));
        assertThat(TestDatabase.await(journal.claim(next, Direction.TO_APP, 8))).hasSize(1);
    }

    private Hints hints() {
        return new Hints() {
            @Override
            public void due(Direction direction) {}

            @Override
            public void handedOver(List<Lease> leases) {
                handed.addAll(leases);
            }

            @Override
            public void inDoubt() {
                inDoubt.incrementAndGet();
            }
        };
    }

    private static Delivery delivery() {
        UUID id = UUID.randomUUID();
        return new Delivery(
                NORTH,
                Trigger.WEBHOOK,
                Optional.empty(),
                List.of(
                        new Incoming(
                                id,
                                Optional.of(APPOINTMENT),
                                Optional.empty(),
                                false,
                                Hash.of(id.toString()),
                                Bytes.of("{}"),
                                true,
                                List.of(new Wanted(new FlowName("appointments"), Side.ACME)),
                                Optional.empty(),
                                Optional.empty(),
                                "m1")));
    }
}
