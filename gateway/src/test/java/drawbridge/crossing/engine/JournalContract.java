package drawbridge.crossing.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.junit.jupiter.api.Nested;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What every journal promises to the engine, whatever it is made of; each theme in a class of its
/// own.
///
/// Each test begins on an empty journal. In the flow `appointments` records of `acme.appointment`
/// stand on the side ACME and records of `app.event` on the side APP; `acme.contact` enriches it.
public abstract class JournalContract {

    protected static final FlowName FLOW = Records.FLOW;
    protected static final ResourceName APPOINTMENT = Records.APPOINTMENT;
    protected static final ResourceName EVENT = Records.EVENT;

    // ---- What a journal under this contract must bring along

    /// An empty journal.
    protected abstract Journal emptyJournal();

    /// A tenant that the journal knows.
    protected abstract TenantId tenant(String name);

    /// The journal's time.
    protected abstract Instant now();

    /// Lets the journal's time pass (where it runs by itself: moves all stored times back).
    protected abstract void advance(Duration time);

    /// Lets what came in seem to have been accepted in the opposite order, where a journal keeps a
    /// time beside the order.
    protected void turnAcceptedTimesRound() {}

    /// Whether time passes by [#advance] alone.
    protected abstract boolean timeStandsStill();

    /// How many pairs stand where: `pending` and the words of [OutcomeKind] in lower case; beside
    /// them the counters `duplicates` and `missed`. What is absent is 0.
    protected abstract Map<String, Long> tally(TenantId tenant);

    /// The newest outcome of a pair; empty while it is pending.
    protected abstract Optional<OutcomeKind> outcome(TenantId tenant, FlowName flow, UUID change);

    /// The position of a cursor.
    protected abstract Optional<String> cursor(TenantId tenant, String system, String resource);

    /// The version of a parked item that a person would see; empty when it is not open.
    protected abstract Optional<Long> openVersion(TenantId tenant, UUID parked);

    /// The version of an item that is no longer open.
    protected abstract long closedVersion(TenantId tenant, UUID parked);

    // ---- What it must keep

    @Nested
    class WaysIn extends WaysInContract {
        WaysIn() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Leases extends LeasesContract {
        Leases() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Settling extends SettlingContract {
        Settling() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Backlog extends BodiesContract {
        Backlog() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Attempts extends AttemptsContract {
        Attempts() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Links extends LinksContract {
        Links() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Creating extends CreatingContract {
        Creating() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Enriching extends EnrichingContract {
        Enriching() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Counting extends CountingContract {
        Counting() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Parking extends ParkingContract {
        Parking() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Guard extends GuardContract {
        Guard() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Gathering extends GatherContract {
        Gathering() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Remapped extends RemappingContract {
        Remapped() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Pausing extends PausingContract {
        Pausing() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Keys extends KeysContract {
        Keys() {
            super(JournalContract.this);
        }
    }

    @Nested
    class Breakers extends BreakersContract {
        Breakers() {
            super(JournalContract.this);
        }
    }

    @CanIgnoreReturnValue
    protected static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the journal did not answer within 30 s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
