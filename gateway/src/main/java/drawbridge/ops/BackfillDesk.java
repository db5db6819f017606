package drawbridge.ops;

import drawbridge.opsapi.BackfillWish;

import io.vertx.core.Future;

/// Starts, shows, pauses and ends backfills.
final class BackfillDesk {

    private final Backfills backfills;

    BackfillDesk(Backfills backfills) {
        this.backfills = backfills;
    }

    Future<?> list(Asked asked) {
        return backfills.list(asked.scope());
    }

    Future<?> start(Asked asked) {
        return backfills.start(
                asked.tenant(),
                asked.body(BackfillWish.class),
                asked.operator().name(),
                asked.once());
    }

    Future<?> one(Asked asked) {
        return backfills
                .one(asked.tenant(), asked.id("id"))
                .map(found -> found.orElseThrow(() -> noSuch(asked)));
    }

    Future<?> act(Asked asked, Backfills.Verb verb) {
        return backfills
                .act(asked.tenant(), asked.id("id"), verb, asked.operator().name(), asked.once())
                .map(found -> found.orElseThrow(() -> noSuch(asked)));
    }

    private static Refusal noSuch(Asked asked) {
        return Refusal.notFound("No backfill of this tenant has the id " + asked.path("id") + ".");
    }
}
