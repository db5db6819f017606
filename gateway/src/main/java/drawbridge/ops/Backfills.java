package drawbridge.ops;

import drawbridge.opsapi.Backfill;
import drawbridge.opsapi.BackfillWish;

import io.vertx.core.Future;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What operators ask of backfills, and see of them.
public interface Backfills {

    /// What a person does to one that has not ended.
    enum Verb {
        PAUSE,
        RESUME,
        CANCEL
    }

    /// Writes down that a backfill is wanted, and who wants it. The same key is the same backfill.
    Future<Backfill> start(String tenant, BackfillWish wish, String by, UUID key);

    /// The newest first, at most 50.
    Future<List<Backfill>> list(Set<String> tenants);

    Future<Optional<Backfill>> one(String tenant, UUID backfill);

    /// What cannot be done any more is not done: the answer says how it stands. Empty where there
    /// is no such backfill.
    Future<Optional<Backfill>> act(String tenant, UUID backfill, Verb verb, String by, UUID key);
}
