package drawbridge.platform;

import drawbridge.audit.Auditor;
import drawbridge.audit.PlannedRepair;
import drawbridge.audit.Ports;
import drawbridge.audit.Steps;
import drawbridge.crossing.engine.Breakers;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Pace;
import drawbridge.crossing.engine.Remote;
import drawbridge.journal.PgAuditReads;
import drawbridge.journal.PgOwnership;
import drawbridge.journal.PgTrafficReads;
import drawbridge.mapping.FlowName;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.TenantSpec;
import drawbridge.ops.PgAuditBook;
import drawbridge.replay.Replay;
import drawbridge.system.Listing;
import drawbridge.tenant.PgScope;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Drift audits, wired.
record ServeAudits(
        ServeParts.Ground ground,
        Supplier<Mappings> mappings,
        Journal journal,
        Listing listing,
        Remote remote,
        Breakers breakers,
        PgOwnership owned,
        Clock clock,
        Dice dice) {

    Auditor auditor() {
        PgScope scope = new PgScope(ground.pool());
        return Auditor.create(
                ground.vertx(),
                new Ports(
                        mappings,
                        listing,
                        this::read,
                        journal,
                        new PgAuditReads(scope),
                        new PgAuditBook(new ServeScope(scope)),
                        owned::hold,
                        clock,
                        dice),
                Steps.USUAL,
                ground.config().auditEvery(),
                ground.meters());
    }

    PlannedRepair repair() {
        return new PlannedRepair(mappings, journal, dice);
    }

    /// Recorded changes through other mappings, by the same reads.
    Replay replay() {
        PgScope scope = new PgScope(ground.pool());
        return new Replay(
                new Replay.Ports(
                        ground.vertx(),
                        mappings,
                        new PgTrafficReads(scope),
                        new PgAuditReads(scope),
                        journal,
                        this::read));
    }

    /// Never a probe of a breaker.
    private Future<Remote.Read> read(TenantId tenant, RecordRef record) {
        Instant deadline = clock.now().plus(Pace.USUAL.call());
        return breakers.through(
                tenant,
                record.resource().system(),
                deadline,
                () -> remote.read(new Remote.Call(tenant, Optional.empty(), deadline), record));
    }

    /// The flows of a tenant that are audited.
    static Set<String> flows(Map<TenantId, TenantSpec> tenants, TenantId tenant) {
        return Optional.ofNullable(tenants.get(tenant)).stream()
                .flatMap(spec -> spec.flows().keySet().stream())
                .map(FlowName::value)
                .collect(Collectors.toUnmodifiableSet());
    }
}
