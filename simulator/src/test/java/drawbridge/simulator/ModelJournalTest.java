package drawbridge.simulator;

import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.JournalContract;
import drawbridge.crossing.engine.Settling.OutcomeKind;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

class ModelJournalTest extends JournalContract {

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final ModelJournal journal =
            new ModelJournal(
                    () -> now,
                    record ->
                            switch (record.resource().resource()) {
                                case "appointment" -> Optional.of(Side.ACME);
                                case "event" -> Optional.of(Side.APP);
                                default -> Optional.empty();
                            });

    @Override
    protected Journal emptyJournal() {
        return journal;
    }

    @Override
    protected TenantId tenant(String name) {
        return TenantId.named(name);
    }

    @Override
    protected Instant now() {
        return now;
    }

    @Override
    protected void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    protected boolean timeStandsStill() {
        return true;
    }

    @Override
    protected Map<String, Long> tally(TenantId tenant) {
        return journal.books.tally(tenant);
    }

    @Override
    protected Optional<OutcomeKind> outcome(TenantId tenant, FlowName flow, UUID change) {
        return journal.books.outcome(tenant, flow, change);
    }

    @Override
    protected Optional<String> cursor(TenantId tenant, String system, String resource) {
        return journal.books.cursor(tenant, system, resource);
    }

    @Override
    protected Optional<Long> openVersion(TenantId tenant, UUID parked) {
        return journal.books.openVersion(tenant, parked);
    }

    /// The model does not look at the version of what is closed.
    @Override
    protected long closedVersion(TenantId tenant, UUID parked) {
        return 1;
    }
}
