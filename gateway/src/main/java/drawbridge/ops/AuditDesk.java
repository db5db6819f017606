package drawbridge.ops;

import drawbridge.opsapi.AuditWish;

import io.vertx.core.Future;

/// Starts, shows and ends audits.
final class AuditDesk {

    private final Audits audits;

    AuditDesk(Audits audits) {
        this.audits = audits;
    }

    Future<?> list(Asked asked) {
        return audits.list(asked.scope());
    }

    Future<?> start(Asked asked) {
        return audits.start(
                asked.tenant(), asked.body(AuditWish.class), asked.operator().name(), asked.once());
    }

    Future<?> one(Asked asked) {
        return audits.one(asked.tenant(), asked.id("id"))
                .map(found -> found.orElseThrow(() -> noSuch(asked)));
    }

    Future<?> findings(Asked asked) {
        return audits.findings(
                asked.tenant(),
                asked.id("id"),
                asked.query("flow").orElse(""),
                asked.query("after").isEmpty() ? 0 : asked.number("after", 1),
                asked.limit());
    }

    Future<?> repair(Asked asked) {
        return audits.repair(asked.tenant(), asked.id("id"), asked.operator().name(), asked.once())
                .map(found -> found.orElseThrow(() -> noSuch(asked)));
    }

    Future<?> cancel(Asked asked) {
        return audits.cancel(asked.tenant(), asked.id("id"), asked.operator().name(), asked.once())
                .map(found -> found.orElseThrow(() -> noSuch(asked)));
    }

    Future<?> proofs(Asked asked) {
        return audits.proofs(asked.scope());
    }

    private static Refusal noSuch(Asked asked) {
        return Refusal.notFound("No audit of this tenant has the id " + asked.path("id") + ".");
    }
}
